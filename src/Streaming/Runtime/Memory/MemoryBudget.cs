using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// The run's memory in bytes, shared by batches in flight (leases) and by what operators and sinks hold (accounts). Only sources wait for it: a lease is
/// granted when it fits, or when no other batch is in flight – so a sample larger than the budget passes alone, and a full account never stops the run. A source whose turn it is gets its lease as well when all
/// that is in flight waits behind it: nothing else could ever make room.
/// </summary>
internal sealed class MemoryBudget(long limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiters = new();

    // Samples in flight are copied as they are worked on: Arrow's bytes beside the text, a mapper's result beside its input, a column's buffer beside both.
    private readonly long _mostLeased = limit / 8 * 5;
    private long _leased;
    private long _held;
    private long _peak;
    private int _leases;
    private int _waiting;

    public long Limit { get; } = limit;

    public long Used => Interlocked.Read(ref _leased) + Interlocked.Read(ref _held);

    /// <summary>Bytes of batches in flight.</summary>
    public long InFlight => Interlocked.Read(ref _leased);

    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>Whether a source waits for room.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_lock)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <summary>Waits until <paramref name="bytes"/> fit. Sources are served in the order in which they asked.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="abort">Stops waiting.</param>
    /// <param name="isDue">Whether the run waits for this source; null: it never does.</param>
    public ValueTask<Lease> LeaseAsync(long bytes, CancellationToken abort, Func<bool>? isDue = null)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_waiters.Count == 0 && Fits(bytes))
            {
                return ValueTask.FromResult(Grant(bytes));
            }

            waiter = new(bytes, isDue, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Enqueue(waiter);
            ServeWaiters();
        }

        return WaitAsync(waiter, abort);
    }

    /// <summary>An account of something that holds memory between batches.</summary>
    public IMemoryAccount OpenAccount() => new Account(this);

    /// <summary>A lease for what an operator emits out of what it held: never waits, its bytes were in the operator's account.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="isSent">Whether it is on its way already, and does not wait for a turn.</param>
    public Lease LeaseNow(long bytes, bool isSent = true)
    {
        Lease lease;
        lock (_lock)
        {
            lease = Grant(bytes);
        }

        if (isSent)
        {
            lease.Send();
        }

        return lease;
    }

    /// <summary>Looks again: another source is due.</summary>
    public void Reconsider()
    {
        lock (_lock)
        {
            ServeWaiters();
        }
    }

    internal void Sent()
    {
        lock (_lock)
        {
            _waiting--;
        }
    }

    internal void Resize(long delta)
    {
        lock (_lock)
        {
            _leased += delta;
            NotePeak();
            if (delta < 0)
            {
                ServeWaiters();
            }
        }
    }

    internal void Return(long bytes, bool wasSent)
    {
        lock (_lock)
        {
            _leased -= bytes;
            _leases--;
            _waiting -= wasSent ? 0 : 1;
            ServeWaiters();
        }
    }

    // Giving up and being granted exclude each other: only one of them completes the task.
    private static async ValueTask<Lease> WaitAsync(Waiter waiter, CancellationToken abort)
    {
        await using var giveUp = abort.Register(() => waiter.Granted.TrySetCanceled(abort));
        return await waiter.Granted.Task;
    }

    private void Hold(long delta)
    {
        lock (_lock)
        {
            _held += delta;
            NotePeak();
            ServeWaiters();
        }
    }

    private bool Fits(long bytes) => _leases == 0 || (_leased + bytes <= _mostLeased && _leased + _held + bytes <= Limit);

    private Lease Grant(long bytes)
    {
        _leased += bytes;
        _leases++;
        _waiting++;
        NotePeak();
        return new(this, bytes);
    }

    private void ServeWaiters()
    {
        while (_waiters.TryPeek(out var next))
        {
            if (next.Granted.Task.IsCompleted)
            {
                _waiters.Dequeue();
            }
            else if (Fits(next.Bytes))
            {
                _waiters.Dequeue();
                var lease = Grant(next.Bytes);
                if (!next.Granted.TrySetResult(lease))
                {
                    lease.Dispose();
                }
            }
            else
            {
                ServeWhoIsDue();
                return;
            }
        }
    }

    // Whoever was granted here stays in the queue until it is met.
    private void ServeWhoIsDue()
    {
        if (_leases == _waiting && _waiters.FirstOrDefault(w => !w.Granted.Task.IsCompleted && w.IsDue?.Invoke() == true) is { } due)
        {
            var lease = Grant(due.Bytes);
            if (!due.Granted.TrySetResult(lease))
            {
                lease.Dispose();
            }
        }
    }

    private void NotePeak() => _peak = Math.Max(_peak, _leased + _held);

    private sealed record Waiter(long Bytes, Func<bool>? IsDue, TaskCompletionSource<Lease> Granted);

    private sealed class Account(MemoryBudget budget) : IMemoryAccount
    {
        private long _bytes;

        public long Limit => budget.Limit;

        public void Hold(long bytes) => budget.Hold(bytes - Interlocked.Exchange(ref _bytes, bytes));
    }
}
