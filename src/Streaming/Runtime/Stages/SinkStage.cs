using System.Threading.Tasks.Dataflow;

namespace Streaming.Runtime;

/// <summary>An end of the graph: writes what arrives into its outputs, closes their files at a barrier, and hands the epoch over when every end was reached.</summary>
internal sealed class SinkStage : INode
{
    private readonly SinkOutputs _outputs;
    private readonly RunFault _fault;
    private readonly Guard _guard;
    private readonly RunCounters _counters;
    private readonly double _maxDeadLetterRatio;
    private readonly Func<Barrier, Task> _closed;
    private readonly ActionBlock<Flow> _work;
    private EpochTally _tally = new();

    /// <summary>An end that writes <paramref name="outputs"/> and gives barriers that reached every end to <paramref name="closed"/>.</summary>
    public SinkStage(SinkOutputs outputs, RunFault fault, Guard guard, RunCounters counters, double maxDeadLetterRatio, Func<Barrier, Task> closed)
    {
        _outputs = outputs;
        _fault = fault;
        _guard = guard;
        _counters = counters;
        _maxDeadLetterRatio = maxDeadLetterRatio;
        _closed = closed;
        _work = new(AcceptAsync, new() { BoundedCapacity = 2 });
    }

    public string Name => string.Join('+', _outputs.Samples.Select(o => o.Series.Name));

    public Task Completion => _work.Completion;

    public int Waiting => _work.InputCount;

    public ITargetBlock<Flow> Input => _work;

    private async Task AcceptAsync(Flow flow)
    {
        if (_fault.IsTripped)
        {
            Edge.Drop(flow);
        }
        else if (flow is BatchFlow batch)
        {
            await WriteAsync(batch);
        }
        else if (flow is Barrier barrier)
        {
            await CloseAsync(barrier);
        }
    }

    private async ValueTask WriteAsync(BatchFlow flow)
    {
        _counters.Arrived(flow.Batch);
        _tally.Add(flow);
        if (flow.Batch.DeadLetters.Count > 0)
        {
            await _guard.RunAsync("too_many_dead_letters", Name, () =>
            {
                DeadLetterLimit.Check(_counters, _maxDeadLetterRatio, atEnd: false);
                return ValueTask.CompletedTask;
            });
        }

        await _guard.RunAsync("sink_fault", Name, () => _outputs.WriteAsync(flow.Batch));
        flow.Lease?.Dispose();
    }

    private async ValueTask CloseAsync(Barrier barrier)
    {
        if (!await _guard.RunAsync("sink_fault", Name, () => _outputs.CloseAsync(barrier)))
        {
            return;
        }

        barrier.Add(_tally);
        _tally = new();
        if (barrier.Arrive())
        {
            await _closed(barrier);
        }
    }
}
