using System.Collections.Immutable;
using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Decides, where an epoch begins, what steers it.</summary>
internal interface ISteering
{
    /// <summary>Begins an epoch: what its commit says, and the ranges that its batches carry.</summary>
    EpochSteering BeginEpoch();
}

/// <summary>What steers one epoch.</summary>
/// <param name="Record">What its commit says; null where nothing steers and nothing did.</param>
/// <param name="Thresholds">What its batches carry; null: operators keep their own ranges.</param>
internal readonly record struct EpochSteering(SteeringRecord? Record, EpochThresholds? Thresholds)
{
    public static EpochSteering Of(SteeringRecord? record, ImmutableSortedDictionary<string, Interval> ranges) => new(record, ranges.IsEmpty ? null : new EpochThresholds(ranges));
}

/// <summary>What commits recorded.</summary>
internal sealed class RecordedSteering(ThresholdControl thresholds, IReadOnlyList<SteeringRecord?> records) : ISteering
{
    private int _epoch = -1;

    public EpochSteering BeginEpoch()
    {
        var record = ++_epoch < records.Count ? records[_epoch] : null;
        return EpochSteering.Of(record, thresholds.RangesOf(record));
    }
}
