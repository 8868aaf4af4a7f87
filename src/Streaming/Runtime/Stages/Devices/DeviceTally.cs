using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>Counts calls of a device, from any thread.</summary>
internal struct DeviceTally
{
    private long _calls;
    private long _items;
    private long _cost;
    private long _paddedCost;

    public readonly DeviceCounts Counts => new(Volatile.Read(in _calls), Volatile.Read(in _items), Volatile.Read(in _cost), Volatile.Read(in _paddedCost));

    /// <summary>Counts a call: what its items cost, and what the call cost with all of them filled up to the largest.</summary>
    public void Add(IReadOnlyList<DeviceItem> items)
    {
        long cost = 0;
        long largest = 0;
        foreach (var item in items)
        {
            cost += item.Cost;
            largest = Math.Max(largest, item.Cost);
        }

        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _items, items.Count);
        Interlocked.Add(ref _cost, cost);
        Interlocked.Add(ref _paddedCost, largest * items.Count);
    }
}
