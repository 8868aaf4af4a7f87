namespace Streaming.Operators;

/// <summary>
/// An operator whose work is done by something that wants batches of its own making: a model on a device, an endpoint. The engine runs its three parts side by
/// side: <see cref="PrepareItem"/> on several threads ahead, <see cref="RunAsync"/> on batches that it forms across the stream's batches (a window sorted by cost,
/// so that little is filled up), <see cref="Finish"/> behind, in the stream's order.
/// </summary>
/// <remarks>
/// The three parts may run at once, each on other samples; between them travels nothing but the item. A window never crosses a barrier, so an epoch has what
/// belongs to it, and the same input gives the same calls. It holds nothing between batches: it is not <see cref="IStateful"/>, and emits nothing at the end.
/// </remarks>
public abstract class DeviceOperator : Operator, IPreparing
{
    /// <summary>How items are gathered. Read once, after <see cref="Operator.OpenAsync"/>.</summary>
    public abstract DeviceLimits Limits { get; }

    /// <summary>What <c>streaming plan</c> says of it: device, limits, memory. Nothing is loaded for it.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Outline => [];

    /// <summary>What it generated so far; null where it generates nothing.</summary>
    public virtual GenerationGauges? Generations => null;

    /// <inheritdoc/>
    public sealed override bool IsSerial => true;

    /// <inheritdoc/>
    public void Prepare(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var items = new List<DeviceItem?>(batch.Samples.Count);
        var kept = new List<Sample>(batch.Samples.Count);
        long bytes = 0;
        foreach (var sample in batch.Samples)
        {
            try
            {
                var item = PrepareItem(sample);
                bytes += item?.Bytes ?? 0;
                items.Add(item);
                kept.Add(sample);
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        batch.Samples = kept;
        batch.SetPrepared(this, items);
        batch.PreparedBytes += bytes;
    }

    /// <summary>Items of one call, as <see cref="Cut"/> formed it; results are kept in them. Called for up to <see cref="DeviceLimits.Lanes"/> lists at once.</summary>
    /// <param name="items">The items, costliest first.</param>
    /// <param name="lane">Which of the lanes, from 0: one call at a time has it.</param>
    /// <param name="abort">Cancelled when the run aborts: the call ends at once, its results are not looked at.</param>
    /// <exception cref="DeviceFullException">The device has no memory for so many.</exception>
    public abstract ValueTask RunAsync(IReadOnlyList<DeviceItem> items, int lane, CancellationToken abort);

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var items = (List<DeviceItem?>?)batch.TakePrepared(this) ?? throw new InvalidOperationException("The batch was not prepared.");
        var samples = batch.Samples;
        var kept = new List<Sample>(samples.Count);
        var outcome = new DeviceOutcome(batch, kept);
        for (var i = 0; i < samples.Count; i++)
        {
            batch.PreparedBytes -= items[i]?.Bytes ?? 0;
            FinishOne(samples[i], items[i], outcome);
        }

        batch.Samples = kept;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public sealed override ValueTask FinishAsync(SampleBatch last) => ValueTask.CompletedTask;

    /// <summary>The items of a prepared batch, one for each sample; null where the device is not needed.</summary>
    internal IReadOnlyList<DeviceItem?> ItemsOf(SampleBatch batch) => (List<DeviceItem?>?)batch.PeekPrepared(this) ?? [];

    /// <summary>Cuts a window, costliest first, into calls. By default as the limits say; a model that lets waiting items take the places of finished ones takes the whole window.</summary>
    protected internal virtual IReadOnlyList<IReadOnlyList<DeviceItem>> Cut(IReadOnlyList<DeviceItem> window, DeviceLimits limits) => DeviceBatches.Cut(window, limits);

    /// <summary>What a call cost with shorter items filled up, for the summary. By default all of them are filled up to the largest.</summary>
    protected internal virtual long PaddedCostOf(IReadOnlyList<DeviceItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0 ? 0 : (long)items.Max(item => item.Cost) * items.Count;
    }

    /// <summary>What the device is to get of a sample; null where it is not needed, as what it would say is known. Pure, from any thread; a sample that cannot be prepared is buried.</summary>
    protected abstract DeviceItem? PrepareItem(Sample sample);

    /// <summary>Makes of the item's result what the sample becomes. One sample at a time, in order.</summary>
    protected abstract void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome);

    private void FinishOne(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        if (item?.Fault is { } fault)
        {
            outcome.Bury(sample, fault);
            return;
        }

        try
        {
            Finish(sample, item, outcome);
        }
        catch (Exception e) when (SampleFault.Is(e))
        {
            outcome.Bury(sample, e);
        }
    }
}
