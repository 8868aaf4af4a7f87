using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Chooses the order in which a plan's sources are read.</summary>
internal static class IntakeOrders
{
    /// <summary>Turns or weights where every source ends, so that runs are reproducible; else arrival.</summary>
    public static IIntakeOrder For(Plan plan)
    {
        var epoch = plan.Spec.Epoch;
        var limits = plan.IsOneEpoch
            ? new EpochLimits(long.MaxValue, long.MaxValue, null) { IsWholeInput = true }
            : new(epoch.Samples, epoch.MaxBytes, plan.IsBounded ? null : epoch.Every);
        var mixed = plan.Spec.Mix;
        var weights = mixed is { Order: MixOrder.Weights } mix ? plan.Sources.Select(s => mix.Weights[s.Name]).ToList() : null;
        return plan.IsBounded ? new RoundRobinOrder(plan.Sources.Count, weights, limits, mixed is { Order: MixOrder.Sequence } ? long.MaxValue : RoundRobinOrder.Quantum) : new ArrivalOrder(limits);
    }
}
