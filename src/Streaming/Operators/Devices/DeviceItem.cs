namespace Streaming.Operators;

/// <summary>What a device gets of one sample, and what it made of it: operators derive their own, with the prepared input and the result.</summary>
public abstract class DeviceItem
{
    /// <summary>What it costs in a batch: tokens, pixels. A batch costs its largest item's cost times its count, as shorter ones are filled up. Default: 1.</summary>
    public virtual int Cost => 1;

    /// <summary>Bytes of the prepared input, charged to the batch until it is finished. Default: 0.</summary>
    public virtual long Bytes => 0;

    /// <summary>Why this item could not be worked on; its sample is buried. Set by <see cref="DeviceOperator.RunAsync"/>, for one item alone.</summary>
    public Exception? Fault { get; set; }
}
