namespace Streaming.Tests.Epochs.Simulation;

/// <summary>
/// Runs workers on one thread, one step at a time: every await of the simulated stores stops here, and the seed alone decides which worker goes on and what
/// befalls it (FoundationDB's way of testing). The same seed gives the same run.
/// </summary>
internal sealed class SeededScheduler(int seed)
{
    private readonly List<Waiting> _waiting = [];

    public Random Random { get; } = new(seed);

    /// <summary>Faults are injected while this is above zero; each one lowers it, so that every run can come to its end.</summary>
    public int FaultsLeft { get; set; }

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>A worker stops here until the seed lets it go on; what is thrown is what befell it.</summary>
    public ValueTask PauseAsync(object worker)
    {
        // Continuations run inside SetResult, on the one thread: nothing is left to the thread pool.
        var waiting = new Waiting(worker, new());
        _waiting.Add(waiting);
        return new(waiting.Resume.Task);
    }

    /// <summary>Lets one waiting worker go on, or fail, or die without a word. False when nobody waits.</summary>
    public bool Step(Action<object> died)
    {
        if (_waiting.Count == 0)
        {
            return false;
        }

        Steps++;
        var next = _waiting[Random.Next(_waiting.Count)];
        _waiting.Remove(next);
        switch (FaultsLeft > 0 ? Random.Next(40) : -1)
        {
            case 0:
                FaultsLeft--;
                next.Resume.SetException(new IOException("simulated"));
                break;
            case 1:
                FaultsLeft--;
                _waiting.RemoveAll(w => w.Worker == next.Worker);
                died(next.Worker);
                break;
            default:
                next.Resume.SetResult();
                break;
        }

        return true;
    }

    private sealed record Waiting(object Worker, TaskCompletionSource Resume);
}
