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

    /// <summary>Counts a call: what its items cost, and what the call cost with shorter ones filled up.</summary>
    public void Add(IReadOnlyList<DeviceItem> items, long paddedCost)
    {
        long cost = 0;
        foreach (var item in items)
        {
            cost += item.Cost;
        }

        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _items, items.Count);
        Interlocked.Add(ref _cost, cost);
        Interlocked.Add(ref _paddedCost, paddedCost);
    }
}
