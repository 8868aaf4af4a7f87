namespace Streaming.Runtime;

/// <summary>Decides which source is read next. The order is decided once, here; every edge keeps it.</summary>
internal interface IIntakeOrder
{
    /// <summary>The next source and how many of its records at most; null at the end of the input.</summary>
    ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, CancellationToken until);

    /// <summary>Notes what was taken.</summary>
    void Took(int source, TakenBatch batch);

    /// <summary>Begins a new epoch. Orders start afresh with each, so that a restart at a border goes on as if nothing had happened.</summary>
    void BeginEpoch();

    /// <summary>The limits of the epoch that begins; null when no further epoch is wanted.</summary>
    EpochLimits? Limits { get; }
}

/// <summary>Whose turn it is.</summary>
internal readonly record struct Turn(int Source, long MaxRecords);

/// <summary>When the epoch ends: records and bytes of samples, and time for unbounded sources.</summary>
internal sealed record EpochLimits(long Records, long Bytes, TimeSpan? Every)
{
    /// <summary>Whether the epoch is worth nothing before its end: then a drain abandons it.</summary>
    public bool IsWholeInput { get; init; }
}
