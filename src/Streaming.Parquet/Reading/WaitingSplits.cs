namespace Streaming.Parquet.Reading;

/// <summary>Splits that come one by one: asked for the next one, it may say that there is none yet.</summary>
internal sealed class WaitingSplits(IAsyncEnumerable<IAsyncEnumerable<CutBatch>> splits, CancellationToken stop) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IAsyncEnumerable<CutBatch>> _splits = splits.GetAsyncEnumerator(stop);
    private Task<bool>? _next;

    /// <summary>The next split; null at the end, or where none is there yet and <paramref name="canWait"/> is false.</summary>
    public async ValueTask<IAsyncEnumerable<CutBatch>?> TakeAsync(bool canWait)
    {
        _next ??= _splits.MoveNextAsync().AsTask();
        if (!(_next.IsCompleted || canWait) || !await _next)
        {
            return null;
        }

        var split = _splits.Current;
        _next = null;
        return split;
    }

    /// <summary>Waits for what was asked for, which the caller's token ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
        {
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _splits.DisposeAsync();
    }
}
