using System.Threading.Tasks.Dataflow;
using Streaming.Epochs;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>Commits closed epochs in order, while the next one is already flowing; at most one waits.</summary>
internal sealed class CommitLine
{
    private readonly EpochCoordinator _coordinator;
    private readonly int _outputs;
    private readonly RunCounters _counters;
    private readonly RunFault _fault;
    private readonly double _maxDeadLetterRatio;
    private readonly EngineMeter _meter;
    private readonly ActionBlock<Barrier> _work;
    private readonly Action<ClosedEpoch> _committed;
    private readonly FigureBoard _figures;
    private long _held;
    private long _copies;

    public CommitLine(EpochCoordinator coordinator, int outputs, RunCounters counters, RunFault fault, EngineMeter meter, double maxDeadLetterRatio, long held, Action<ClosedEpoch> committed, FigureBoard figures)
    {
        (_committed, _figures) = (committed, figures);
        _coordinator = coordinator;
        _outputs = outputs;
        _counters = counters;
        _fault = fault;
        _meter = meter;
        _maxDeadLetterRatio = maxDeadLetterRatio;
        _held = CommittedHeld = held;
        _copies = counters.Copies;
        _work = new(CommitAsync, new() { BoundedCapacity = 1 });
    }

    /// <summary>Samples that operators held at the last commit.</summary>
    public long CommittedHeld { get; private set; }

    /// <summary>Takes a barrier that has reached every end.</summary>
    public async Task CloseAsync(Barrier barrier)
    {
        try
        {
            barrier.ArrivedAt = _meter.Time.GetUtcNow();
            await _work.SendAsync(barrier, _fault.Abort);
        }
        catch (OperationCanceledException) when (_fault.IsTripped)
        {
            // The run aborts: the epoch is abandoned.
        }
    }

    /// <summary>Ends when every epoch that was closed is committed.</summary>
    public async Task CompleteAsync()
    {
        _work.Complete();
        await _work.Completion;
    }

    private async Task CommitAsync(Barrier barrier)
    {
        if (_fault.IsTripped)
        {
            return;
        }

        try
        {
            DeadLetterLimit.Check(_counters, _maxDeadLetterRatio, atEnd: barrier.Intake.IsEnd);
            var (epoch, copies) = Close(barrier);
            if (!epoch.IsEmpty)
            {
                await CommitAsync(epoch, copies, barrier);
            }

            if (barrier.Intake.Moved.Count > 0)
            {
                _counters.EpochDone();
            }
        }
        catch (OperationCanceledException) when (_fault.IsTripped)
        {
            // The run aborts.
        }
        catch (Exception e)
        {
            _fault.Trip(e is TooManyDeadLettersException ? "too_many_dead_letters" : "commit_fault", e, null);
        }
    }

    private async ValueTask CommitAsync(ClosedEpoch epoch, long copies, Barrier barrier)
    {
        using var trace = EpochTrace.Begin(_meter.Pipeline, barrier.Intake.Times.Opened, barrier.Intake.Times.Closed, barrier.ArrivedAt);
        try
        {
            await CommitAsync(epoch, copies, barrier.Held, trace);
        }
        catch (Exception e)
        {
            trace.Failed(e);
            throw;
        }
    }

    // What is committed counts, also where the run ends before all that follows it is done.
    private async ValueTask CommitAsync(ClosedEpoch epoch, long copies, long held, EpochTrace trace)
    {
        var started = _meter.Time.GetTimestamp();
        using (trace.Commit())
        {
            var version = await _coordinator.CommitAsync(epoch, _fault.Abort);
            _counters.Committed(version, epoch.Samples, copies);
            trace.Committed(version, epoch.Samples, epoch.Operators);
            CommittedHeld = held;
            _committed(epoch);
            await _coordinator.FollowAsync(_fault.Abort);
        }

        var took = _meter.Time.GetElapsedTime(started);
        _counters.CommitTook(took);
        _meter.Committed(took, _counters.OldestOpened is { } opened ? _meter.Time.GetElapsedTime(opened) : took, epoch.Samples);
    }

    private (ClosedEpoch Epoch, long Copies) Close(Barrier barrier)
    {
        var tally = barrier.Tally;
        var copies = _counters.Copies - _copies;
        _copies += copies;
        var held = barrier.Held - _held;
        _held = barrier.Held;
        var epoch = new ClosedEpoch
        {
            Moved = barrier.Intake.Moved,
            Hand = barrier.Intake.Hand,
            Runs = barrier.Intake.Runs,
            Mix = barrier.Intake.Mix,
            Steering = _figures.Close(tally, barrier.Intake.Steering),
            SharedHand = barrier.Intake.SharedHand,
            Files = barrier.Files(_outputs),
            States = barrier.States,
            Operators = tally.Operators,
            Samples = SampleBalance.Of(barrier.Intake.Samples, tally.Out, tally.Rejected, tally.DeadLettered, copies, held),
            IsEnd = barrier.Intake.IsEnd,
        };
        return (epoch, copies);
    }
}
