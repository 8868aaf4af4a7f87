using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>
/// The partitions that the group gave this worker, between two threads: the polling thread changes them (in callbacks of the client, where it may block: heartbeats
/// go on), the run takes them and gives them back. They never change while they are taken.
/// </summary>
internal sealed class AssignedHand : IDisposable
{
    // How long a run waits for partitions before it takes an empty hand: in an eager rebalance everything is revoked before it is given anew.
    private static readonly TimeSpan _emptyPause = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closed = new();
    private IReadOnlySet<TopicPartition> _partitions = new HashSet<TopicPartition>();
    private bool _isKnown;
    private Taken? _taken;
    private TaskCompletionSource _changed = NewSource();
    private TaskCompletionSource<IReadOnlyDictionary<TopicPartition, long>> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    /// <summary>The partitions; of use to the polling thread, which alone changes them.</summary>
    public IReadOnlySet<TopicPartition> Partitions => _partitions;

    /// <summary>Waits until the partitions are known, and takes them.</summary>
    public async ValueTask<(IReadOnlySet<TopicPartition> Partitions, CancellationToken Ending, CancellationToken Lost)> TakeAsync(TimeProvider time, CancellationToken abort)
    {
        for (var patience = _emptyPause; ;)
        {
            Task changed;
            lock (_lock)
            {
                if (_fault is not null)
                {
                    throw _fault;
                }

                if (_isKnown && (_partitions.Count > 0 || patience == TimeSpan.Zero))
                {
                    _taken = new();
                    return (_partitions, _taken.Ending.Token, _taken.Lost.Token);
                }

                changed = _changed.Task;
            }

            if (_isKnown)
            {
                await Task.WhenAny(changed, Task.Delay(patience, time, abort));
                patience = TimeSpan.Zero;
                abort.ThrowIfCancellationRequested();
            }
            else
            {
                await changed.WaitAsync(abort);
            }
        }
    }

    /// <summary>The run has found out where the taken partitions start.</summary>
    public void Start(IReadOnlyDictionary<TopicPartition, long> positions)
    {
        lock (_lock)
        {
            // Positions of a hand that is ending are of no more use to those who wait for those of the next.
            if (_taken is { Ending.IsCancellationRequested: false })
            {
                _started.TrySetResult(positions);
            }
        }
    }

    /// <summary>The run gives the partitions back.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _taken?.Released.TrySetResult();
            _taken = null;
        }
    }

    /// <summary>Polling thread: other partitions from now on. Waits until the run has given the old ones back; not longer than <paramref name="patience"/>, as others wait for them.</summary>
    public void Change(IReadOnlySet<TopicPartition> partitions, bool isLost, TimeSpan patience)
    {
        Taken? taken;
        lock (_lock)
        {
            _isKnown = false;
            taken = _taken;
        }

        if (taken is not null)
        {
            End(taken, isLost, patience);
        }

        lock (_lock)
        {
            _partitions = partitions;
            _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _isKnown = true;
            var changed = _changed;
            _changed = NewSource();
            changed.TrySetResult();
        }
    }

    /// <summary>Polling thread: waits until the run has found out where the partitions start; null when the source is closed before.</summary>
    public IReadOnlyDictionary<TopicPartition, long>? AwaitStart()
    {
        Task<IReadOnlyDictionary<TopicPartition, long>> started;
        lock (_lock)
        {
            started = _started.Task;
        }

        try
        {
            return started.WaitAsync(_closed.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Nobody will take or start anything any more.</summary>
    public void Close(Exception? fault)
    {
        lock (_lock)
        {
            _fault ??= fault ?? new ObjectDisposedException(nameof(KafkaSource));
            _changed.TrySetResult();
        }

        _closed.Cancel();
    }

    public void Dispose() => _closed.Dispose();

    private void End(Taken taken, bool isLost, TimeSpan patience)
    {
        // What the run does about it is done elsewhere: this thread has to poll.
        _ = taken.Ending.CancelAsync();
        if (isLost)
        {
            _ = taken.Lost.CancelAsync();
        }

        try
        {
            // The second wait is for an abort, which takes as long as the slowest call of an operator or sink. Whoever is later than that is fenced by the log.
            if (!taken.Released.Task.Wait((int)patience.TotalMilliseconds, _closed.Token))
            {
                _ = taken.Lost.CancelAsync();
                taken.Released.Task.Wait((int)patience.TotalMilliseconds, _closed.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Taken
    {
        public CancellationTokenSource Ending { get; } = new();

        public CancellationTokenSource Lost { get; } = new();

        public TaskCompletionSource Released { get; } = NewSource();
    }
}
