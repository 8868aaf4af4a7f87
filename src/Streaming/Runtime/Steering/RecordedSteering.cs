using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>What commits recorded.</summary>
internal sealed class RecordedSteering(ThresholdControl thresholds, IReadOnlyList<SteeringRecord?> records) : ISteering
{
    private int _epoch = -1;

    public ValueTask ReadyAsync(long closed, CancellationToken until) => default;

    public EpochSteering BeginEpoch(bool again)
    {
        var record = ++_epoch < records.Count ? records[_epoch] : null;
        return EpochSteering.Of(record, thresholds.RangesOf(record), []);
    }
}
