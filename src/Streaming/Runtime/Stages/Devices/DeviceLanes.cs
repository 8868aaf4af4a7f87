using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Runs calls of one operator's device, as many at once as it has lanes. What does not fit into the device's memory is halved.</summary>
internal sealed class DeviceLanes
{
    private readonly OperatorNode _node;
    private readonly DeviceOperator _operator;
    private readonly RunFault _fault;
    private readonly Guard _guard;
    private readonly TimeProvider _time;
    private readonly ConcurrentBag<int> _free;
    private readonly ActionBlock<(DeviceWindow Window, IReadOnlyList<DeviceItem> Items)> _work;
    private int _mostItems;

    public DeviceLanes(OperatorNode node, DeviceLimits limits, RunFault fault, Guard guard, TimeProvider time)
    {
        _node = node;
        _operator = (DeviceOperator)node.Operator;
        (_fault, _guard, _time) = (fault, guard, time);
        _mostItems = limits.MaxItems;
        _free = new(Enumerable.Range(0, limits.Lanes).Reverse());
        _work = new(RunAsync, new() { MaxDegreeOfParallelism = limits.Lanes, BoundedCapacity = 2 * limits.Lanes, EnsureOrdered = false });
    }

    /// <summary>The most items that a call may have: the operator's limit, or less, once a call did not fit.</summary>
    public int MostItems => Volatile.Read(ref _mostItems);

    /// <summary>Hands a call out; waits while all lanes are busy and as many calls wait.</summary>
    public async ValueTask SendAsync(DeviceWindow window, IReadOnlyList<DeviceItem> items)
    {
        window.BeginCall();
        var sent = false;
        try
        {
            sent = await _work.SendAsync((window, items), _fault.Abort);
        }
        catch (OperationCanceledException) when (_fault.IsTripped)
        {
            // The run aborts.
        }
        finally
        {
            if (!sent)
            {
                window.EndCall();
            }
        }
    }

    /// <summary>Ends when every call has ended.</summary>
    public Task CompleteAsync()
    {
        _work.Complete();
        return _work.Completion;
    }

    private async Task RunAsync((DeviceWindow Window, IReadOnlyList<DeviceItem> Items) call)
    {
        if (!_fault.IsTripped)
        {
            await _guard.RunAsync("operator_fault", _node.Name, () => RunAsync(call.Items));
        }

        call.Window.EndCall();
    }

    private async ValueTask RunAsync(IReadOnlyList<DeviceItem> items)
    {
        // As many run at once as there are lanes.
        var lane = _free.TryTake(out var free) ? free : throw new InvalidOperationException("More calls run than there are lanes.");
        try
        {
            await RunAsync(items, lane);
        }
        finally
        {
            _free.Add(lane);
        }
    }

    private async ValueTask RunAsync(IReadOnlyList<DeviceItem> items, int lane)
    {
        var started = _time.GetTimestamp();
        try
        {
            await _operator.RunAsync(items, lane, _fault.Abort);
            _node.Called(items, _time.GetTimestamp() - started);
            return;
        }
        catch (DeviceFullException) when (items.Count > 1)
        {
            Volatile.Write(ref _mostItems, Math.Max(1, Math.Min(_mostItems, items.Count / 2)));
        }
        catch (DeviceFullException e)
        {
            items[0].Fault = e;
            return;
        }

        var half = items.Count / 2;
        await RunAsync([.. items.Take(half)], lane);
        await RunAsync([.. items.Skip(half)], lane);
    }
}
