namespace Streaming.Fetching;

/// <summary>Lets batches in to be fetched: as many as come while there is room in the memory, else one at a time, as nothing else would make room.</summary>
internal sealed class FetchRoom(Func<bool> hasRoom)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _inside;

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    public async ValueTask EnterAsync(CancellationToken abort)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && (_inside == 0 || hasRoom()))
            {
                _inside++;
                return;
            }

            _waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var giveUp = abort.Register(() => turn.TrySetCanceled(abort));
        await turn.Task;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
            while (_waiting.TryPeek(out var next) && (next.Task.IsCompleted || _inside == 0 || hasRoom()))
            {
                _waiting.Dequeue();
                _inside += next.TrySetResult() ? 1 : 0;
            }
        }
    }
}
