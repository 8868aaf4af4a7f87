using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Consecutive batches whose items are worked on together, and the barrier or mark behind them, if that is what closed it.</summary>
internal sealed class DeviceWindow
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<BatchFlow> _flows = [];
    private readonly List<DeviceItem> _items = [];
    private int _calls = 1;

    /// <summary>The batches, in order.</summary>
    public IReadOnlyList<BatchFlow> Flows => _flows;

    /// <summary>Their items.</summary>
    public IReadOnlyList<DeviceItem> Items => _items;

    /// <summary>Bytes of its batches.</summary>
    public long Bytes { get; private set; }

    /// <summary>The barrier or mark that closed it, and follows it.</summary>
    public Flow? Closing { get; set; }

    public bool IsEmpty => _flows.Count == 0;

    /// <summary>When its first batch came; of no meaning while it is empty.</summary>
    public long OpenedAt { get; private set; }

    /// <summary>Ends when every call has ended.</summary>
    public Task Done => _done.Task;

    /// <summary>Adds a batch.</summary>
    public void Add(BatchFlow flow, DeviceOperator @operator, long now)
    {
        if (IsEmpty)
        {
            OpenedAt = now;
        }

        _flows.Add(flow);
        Bytes += flow.Lease?.Bytes ?? 0;
        foreach (var item in @operator.ItemsOf(flow.Batch))
        {
            if (item is not null)
            {
                _items.Add(item);
            }
        }
    }

    /// <summary>A call begins.</summary>
    public void BeginCall() => Interlocked.Increment(ref _calls);

    /// <summary>A call, or the handing out of calls, has ended.</summary>
    public void EndCall()
    {
        if (Interlocked.Decrement(ref _calls) == 0)
        {
            _done.TrySetResult();
        }
    }
}
