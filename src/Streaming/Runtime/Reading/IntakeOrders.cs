using Streaming.Epochs;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Chooses the order in which a plan's sources are read.</summary>
internal static class IntakeOrders
{
    /// <summary>Weights where there are any; turns where every source ends, so that runs are reproducible; else arrival.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="newest">The newest commit, or null: a mix goes on from it.</param>
    public static IIntakeOrder For(Plan plan, EpochManifest? newest)
    {
        var epoch = plan.Spec.Epoch;
        var limits = plan.IsOneEpoch
            ? new EpochLimits(long.MaxValue, long.MaxValue, null) { IsWholeInput = true }
            : new(epoch.Samples, epoch.MaxBytes, plan.IsBounded ? null : epoch.Every);
        if (plan.Spec.Mix is { Order: MixOrder.Weights } mix)
        {
            return new MixingOrder(mix, [.. plan.Sources.Select(s => s.Name)], MixWeights.Of(plan), limits with { CountsEvents = true }, plan.Control.Mix, newest?.Mix, newest?.IsEnd ?? false);
        }

        return plan.IsBounded
            ? new RoundRobinOrder(plan.Sources.Count, limits, plan.Spec.Mix is { Order: MixOrder.Sequence } ? long.MaxValue : RoundRobinOrder.Quantum)
            : new ArrivalOrder(limits);
    }
}
