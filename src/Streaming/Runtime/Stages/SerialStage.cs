using System.Threading.Tasks.Dataflow;
using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>A stage of operators that take one batch at a time, in order; the only kind that holds state, hands it over at barriers and emits the rest at the end.</summary>
/// <remarks>One-to-many emission is an <see cref="ActionBlock{T}"/> that awaits its sends: <c>TransformManyBlock</c> ignores its bound (100,000 queued at capacity 2).</remarks>
internal sealed class SerialStage : INode
{
    private readonly IReadOnlyList<StageStep> _steps;
    private readonly Edge _next;
    private readonly RunFault _fault;
    private readonly Guard _guard;
    private readonly MemoryBudget _budget;
    private readonly ActionBlock<Flow> _work;

    /// <summary>Links the stage before <paramref name="next"/>.</summary>
    public SerialStage(IReadOnlyList<StageStep> steps, Edge next, RunFault fault, Guard guard, MemoryBudget budget)
    {
        _steps = steps;
        _next = next;
        _fault = fault;
        _guard = guard;
        _budget = budget;
        _work = new(AcceptAsync, new() { BoundedCapacity = 2 });
        Completion = Completions.Then(_work.Completion, next.Complete);
    }

    public string Name => string.Join('+', _steps.Select(s => s.Node.Name));

    public Task Completion { get; }

    public int Waiting => _work.InputCount;

    public ITargetBlock<Flow> Input => _work;

    private Task AcceptAsync(Flow flow) => flow switch
    {
        BatchFlow batch => PassBatchAsync(batch, 0),
        Barrier barrier => PassBarrierAsync(barrier),
        _ => _next.SendAsync(flow).AsTask(),
    };

    private async Task PassBatchAsync(BatchFlow flow, int from)
    {
        for (var i = from; i < _steps.Count && !_fault.IsTripped; i++)
        {
            if (!await _guard.RunAsync(_steps[i], flow))
            {
                break;
            }
        }

        flow.Lease?.Resize(BatchSize.Of(flow.Batch));
        await _next.SendAsync(flow);
    }

    private async Task PassBarrierAsync(Barrier barrier)
    {
        for (var i = 0; i < _steps.Count && !_fault.IsTripped; i++)
        {
            var node = _steps[i].Node;
            if (barrier.Intake.IsEnd || node.Operator.HoldsEpoch)
            {
                await FinishAsync(node, i, barrier);
            }

            if (node.State is { } state)
            {
                var snapshot = new StateSnapshot(node.StateKey);
                await _guard.RunAsync("operator_fault", node.Name, () =>
                {
                    state.Save(snapshot);
                    return ValueTask.CompletedTask;
                });
                barrier.Add(node.Index, snapshot, state.Held);
            }
        }

        await _next.SendAsync(barrier);
    }

    // The operators behind the one that finishes are not finished yet: what it emits passes through them first.
    private async Task FinishAsync(OperatorNode node, int at, Barrier barrier)
    {
        while (!_fault.IsTripped)
        {
            var flow = new BatchFlow(barrier.Sequence, new(), _budget.LeaseNow(0)) { IsRemainder = true, Thresholds = barrier.Thresholds };
            if (!await _guard.FinishAsync(node, flow) || BatchTally.Of(flow.Batch) == default)
            {
                Edge.Drop(flow);
                return;
            }

            await PassBatchAsync(flow, at + 1);
        }
    }
}
