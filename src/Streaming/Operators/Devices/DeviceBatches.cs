namespace Streaming.Operators;

/// <summary>Cuts windows into calls.</summary>
public static class DeviceBatches
{
    /// <summary>The costliest first; those of one cost keep their order, so that the same window always gives the same calls.</summary>
    public static IReadOnlyList<DeviceItem> Sort(IEnumerable<DeviceItem> items) => [.. items.OrderByDescending(i => i.Cost)];

    /// <summary>Cuts items that are sorted, costliest first: each call takes as many as fit beside its first, which is its largest.</summary>
    public static IReadOnlyList<IReadOnlyList<DeviceItem>> Cut(IReadOnlyList<DeviceItem> sorted, DeviceLimits limits)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        ArgumentNullException.ThrowIfNull(limits);
        var calls = new List<IReadOnlyList<DeviceItem>>();
        for (var at = 0; at < sorted.Count;)
        {
            var fitting = Math.Max(1, limits.MaxCost / Math.Max(1, sorted[at].Cost));
            var count = (int)Math.Min(Math.Min(limits.MaxItems, fitting), sorted.Count - at);
            calls.Add([.. sorted.Skip(at).Take(count)]);
            at += count;
        }

        return calls;
    }
}
