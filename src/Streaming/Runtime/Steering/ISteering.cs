using System.Collections.Immutable;
using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Decides, where an epoch begins, what steers it.</summary>
internal interface ISteering
{
    /// <summary>Waited for before an epoch begins, with how many this run has closed before it.</summary>
    ValueTask ReadyAsync(long closed, CancellationToken until);

    /// <summary>Begins an epoch: what its commit says, and the ranges that its batches carry.</summary>
    /// <param name="again">Whether the one before it stayed empty, so that no commit says what began with it.</param>
    EpochSteering BeginEpoch(bool again);
}

/// <summary>What steers one epoch.</summary>
/// <param name="Record">What its commit says; null where nothing steers and nothing did.</param>
/// <param name="Thresholds">What its batches carry; null: operators keep their own ranges.</param>
internal readonly record struct EpochSteering(SteeringRecord? Record, EpochThresholds? Thresholds)
{
    public static EpochSteering Of(SteeringRecord? record, ImmutableSortedDictionary<string, Interval> ranges, ImmutableHashSet<string> followed) =>
        new(record, ranges.IsEmpty && followed.IsEmpty ? null : new EpochThresholds(ranges, followed));
}
