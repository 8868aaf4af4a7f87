using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>A device that a test gives as a function on the texts of a call; the result is each text in capitals.</summary>
/// <param name="Limits">How it is fed.</param>
/// <param name="Call">Called with the texts of each call, and its lane.</param>
public sealed record DeviceAct(DeviceLimits Limits, Func<IReadOnlyList<string>, int, CancellationToken, ValueTask> Call)
{
    /// <summary>Called while preparing a sample: false where the device is not needed.</summary>
    public Func<Sample, bool> Needs { get; init; } = _ => true;
}

/// <summary>An operator with a device; texts cost their length.</summary>
[Operator("test_device")]
public sealed class LambdaDevice(DeviceAct act) : DeviceOperator
{
    /// <inheritdoc/>
    public override DeviceLimits Limits => act.Limits;

    /// <inheritdoc/>
    public override async ValueTask RunAsync(IReadOnlyList<DeviceItem> items, int lane, CancellationToken abort)
    {
        await act.Call([.. items.Cast<TextItem>().Select(i => i.Text)], lane, abort);
        foreach (var item in items.Cast<TextItem>())
        {
            item.Result = item.Text.ToUpperInvariant();
        }
    }

    /// <inheritdoc/>
    protected override DeviceItem? PrepareItem(Sample sample) => act.Needs(sample) ? new TextItem(sample.Text!) : null;

    /// <inheritdoc/>
    protected override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        sample.Text = ((TextItem?)item)?.Result ?? sample.Text;
        outcome.Keep(sample);
    }

    private sealed class TextItem(string text) : DeviceItem
    {
        public override int Cost => text.Length;

        public override long Bytes => 2L * text.Length;

        public string Text => text;

        public string? Result { get; set; }
    }
}
