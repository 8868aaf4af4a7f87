using System.Threading.Tasks.Dataflow;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// A stage of one operator with a device. While the device works on one window, the next one is gathered and the one before is finished; batches and barriers
/// leave in the order in which they came.
/// </summary>
internal sealed class DeviceStage : INode
{
    // Beside the window that is gathered: one on the device, one that waits for it, so that the device never does.
    private const int WindowsAhead = 2;

    private readonly StageStep _step;
    private readonly Edge _next;
    private readonly RunFault _fault;
    private readonly Guard _guard;
    private readonly DeviceOperator _operator;
    private readonly DeviceLimits _limits;
    private readonly DeviceGather _gather;
    private readonly DeviceLanes _lanes;
    private readonly ActionBlock<DeviceWindow> _finish;

    /// <summary>Links the stage before <paramref name="next"/>. The operator is open.</summary>
    public DeviceStage(StageStep step, Edge next, RunFault fault, Guard guard, Plan plan)
    {
        (_step, _next, _fault, _guard) = (step, next, fault, guard);
        _operator = (DeviceOperator)step.Node.Operator;
        _limits = _operator.Limits;
        var stages = plan.Operators.Count(o => o.Operator is DeviceOperator);
        _gather = new(_operator, _limits, plan.Budget.Limit / (4 * stages), !plan.IsBounded, plan.Budget, plan.Time);
        _lanes = new(step.Node, _limits, fault, guard, plan.Time);
        _finish = new(FinishAsync, new() { BoundedCapacity = WindowsAhead });
        Completion = Completions.Then(Task.Run(RunAsync), next.Complete);
    }

    public string Name => _step.Node.Name;

    public Task Completion { get; }

    public int Waiting => _gather.Waiting + _finish.InputCount;

    public ITargetBlock<Flow> Input => _gather.Input;

    private async Task RunAsync()
    {
        while (await _gather.NextAsync() is { } window)
        {
            // Before its calls: when two windows are under way, the third waits here, and the sources behind it.
            await _finish.SendAsync(window);
            foreach (var call in Calls(window))
            {
                await _lanes.SendAsync(window, call);
            }

            window.EndCall();
        }

        await _lanes.CompleteAsync();
        _finish.Complete();
        await _finish.Completion;
    }

    private IReadOnlyList<IReadOnlyList<DeviceItem>> Calls(DeviceWindow window)
    {
        if (_fault.IsTripped || window.Items.Count == 0)
        {
            return [];
        }

        try
        {
            return _operator.Cut(DeviceBatches.Sort(window.Items), _limits with { MaxItems = _lanes.MostItems });
        }
        catch (Exception e)
        {
            _fault.Trip("operator_fault", e, Name);
            return [];
        }
    }

    private async Task FinishAsync(DeviceWindow window)
    {
        await window.Done;
        foreach (var flow in window.Flows)
        {
            if (!_fault.IsTripped && await _guard.RunAsync(_step, flow))
            {
                flow.Lease?.Resize(BatchSize.Of(flow.Batch));
                await _next.SendAsync(flow);
            }
            else
            {
                Edge.Drop(flow);
            }
        }

        if (window.Closing is { } closing)
        {
            await _next.SendAsync(closing);
        }
    }
}
