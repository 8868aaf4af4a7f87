namespace Streaming.Runtime;

/// <summary>
/// Keeps the process near its memory budget: the garbage collector, which knows the machine's memory but not the run's, lets garbage pile up to a multiple
/// of what is alive (1.4 GB around 0.1 GB of batches). When the process has outgrown the budget it is made to collect.
/// </summary>
/// <remarks>It measures the whole process, so it is for processes that belong to the run (<see cref="RunOptions.OwnsProcess"/>).</remarks>
internal sealed class HeapKeeper : IDisposable
{
    // The runtime, its libraries and native buffers: what a run with an empty budget takes.
    private const long Base = 100_000_000;
    private const long LeastAllocated = 16_000_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly long _ceiling;
    private readonly long _step;
    private long _collectedAt;

    /// <summary>Starts to watch over a budget of <paramref name="limit"/> bytes.</summary>
    public HeapKeeper(long limit)
    {
        _ceiling = limit + Base;

        // What stays above the ceiling is alive. Collecting again before so much is allocated would only burn time.
        _step = Math.Max(LeastAllocated, limit / 8);
        _thread = new(Watch) { IsBackground = true, Name = nameof(HeapKeeper) };
        _thread.Start();
    }

    /// <summary>How often it has made the process collect.</summary>
    public int Collections { get; private set; }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        while (!_stop.Wait(Between))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (Environment.WorkingSet > _ceiling && allocated - _collectedAt >= _step)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                _collectedAt = allocated;
                Collections++;
            }
        }
    }
}
