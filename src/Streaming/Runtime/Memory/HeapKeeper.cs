using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Keeps the process near its memory budget: the garbage collector, which knows the machine's memory but not the run's, lets garbage pile up to a multiple
/// of what is alive (1.4 GB around 0.1 GB of batches). When the process has outgrown the budget it is made to collect; what is left then beyond leases and
/// accounts (pooled arrays, tables, native buffers) is charged to the budget, so that less is let in beside it.
/// </summary>
/// <remarks>It measures the whole process, so it is for processes that belong to the run (<see cref="RunOptions.OwnsProcess"/>).</remarks>
internal sealed class HeapKeeper : IDisposable
{
    // The runtime, its libraries and native buffers: what a run with an empty budget takes.
    private const long Base = 100_000_000;
    private const long LeastAllocated = 16_000_000;

    // Of the ceiling: from here on native libraries give large blocks back as they free them.
    private const double NearBudget = 0.6;

    // As long as the process stays small the charge halves every 2 seconds: it stood for a moment.
    private const int DecayTicks = 256;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly MemoryBudget _budget;
    private readonly IMemoryAccount _unaccounted;
    private readonly long _ceiling;
    private readonly long _step;
    private long _collectedAt;
    private bool _returnsBlocks;

    /// <summary>Starts to watch over a budget.</summary>
    public HeapKeeper(MemoryBudget budget)
    {
        _budget = budget;
        _unaccounted = budget.OpenAccount();
        _ceiling = budget.Limit + Base;

        // What stays above the ceiling is alive. Collecting again before so much is allocated would only burn time.
        _step = Math.Max(LeastAllocated, budget.Limit / 8);
        NativeHeap.ShareArenas();
        _thread = new(Watch) { IsBackground = true, Name = nameof(HeapKeeper) };
        _thread.Start();
    }

    /// <summary>How often it has made the process collect.</summary>
    public int Collections { get; private set; }

    /// <summary>Bytes that the process holds beyond leases and accounts, as charged to the budget.</summary>
    public long Unaccounted { get; private set; }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
        _unaccounted.Hold(0);
    }

    private void Watch()
    {
        while (!_stop.Wait(Between))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var taken = Environment.WorkingSet;
            var hasOutgrown = taken > _ceiling;
            ReturnBlocks(taken);
            if (hasOutgrown && allocated - _collectedAt >= _step)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                NativeHeap.Trim();
                _collectedAt = allocated;
                Collections++;
                Charge(Environment.WorkingSet - Base - (_budget.Used - Unaccounted));
            }
            else if (!hasOutgrown && Unaccounted > 0)
            {
                Charge(Unaccounted - (Unaccounted / DecayTicks) - 1);
            }
        }
    }

    // Once: glibc has no way back to the threshold that follows the blocks.
    private void ReturnBlocks(long taken)
    {
        if (!_returnsBlocks && taken > _ceiling * NearBudget)
        {
            _returnsBlocks = true;
            NativeHeap.ReturnLargeBlocks();
            NativeHeap.Trim();
        }
    }

    private void Charge(long bytes)
    {
        // Held before it is told: who reads the figure finds it in the budget.
        var held = Math.Max(0, bytes);
        _unaccounted.Hold(held);
        Unaccounted = held;
    }
}
