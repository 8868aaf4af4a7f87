namespace Streaming.Operators;

/// <summary>How samples are gathered for a device.</summary>
public sealed record DeviceLimits
{
    /// <summary>The most items of one call, from 1.</summary>
    public required int MaxItems { get; init; }

    /// <summary>The most that one call may cost: its largest item's <see cref="DeviceItem.Cost"/> times its count. An item that costs more goes alone.</summary>
    public long MaxCost { get; init; } = long.MaxValue;

    /// <summary>Items that are gathered, across batches, before they are sorted by cost and cut into calls; a multiple of <see cref="MaxItems"/> keeps padding low. From 1.</summary>
    public required int WindowItems { get; init; }

    /// <summary>How long, in milliseconds, an item waits for others on sources that never end, counted from the first of its window. Bounded sources fill windows by count alone, so that results can be reproduced.</summary>
    public int LingerMs { get; init; } = 100;

    /// <summary>Calls at once: replicas of a model, requests to an endpoint. From 1.</summary>
    public int Lanes { get; init; } = 1;
}
