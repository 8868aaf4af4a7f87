namespace Streaming.Operators;

/// <summary>Where samples come from: splits, each with positions that only grow.</summary>
public abstract class Source : IAsyncDisposable
{
    /// <summary>Whether the input ends. Bounded sources give the same batches in the same order on every run.</summary>
    public abstract bool IsBounded { get; }

    /// <summary>Whether it reads the splits of <see cref="SourceContext.Shard"/> alone where there is one. A source that does not is refused then: each worker would read all of it.</summary>
    public virtual bool CanShard => false;

    /// <summary>Looks at the input and says which columns it gives. Missing or unreadable input is a <see cref="BadInputException"/>.</summary>
    public abstract ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort);

    /// <summary>What is to be read in all, for progress and ETA; null where unknown. Valid after <see cref="DescribeAsync"/>.</summary>
    public virtual SourceExtent? Extent => null;

    /// <summary>Reads on from <paramref name="from"/>. The splits of a batch sequence come in a fixed order; a split's batches follow each other without gaps.</summary>
    public abstract IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, CancellationToken abort);

    /// <summary>Reads again what commits recorded. Sources that give their splits in no fixed order override it, and give these runs in this order.</summary>
    public virtual IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort) => ReadAsync(from, abort);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What a source gets from the run.</summary>
public sealed class SourceContext
{
    /// <summary>The source's name in the topology: the first part of its splits' ids.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that relative paths start from: the topology's.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The run's id, for <see cref="Lineage.Run"/>.</summary>
    public required string Run { get; init; }

    /// <summary>The part of the splits to read; null: all. The columns are those of all of them.</summary>
    public SplitShard? Shard { get; init; }

    /// <summary>At most so many samples in a batch.</summary>
    public int BatchSamples { get; init; } = 64;

    /// <summary>A batch is closed when its samples' <see cref="Sample.EstimateBytes"/> reach this; one larger sample is a batch of its own.</summary>
    public long BatchBytes { get; init; } = 1 << 20;

    /// <summary>The source's account with the memory budget, for what it reads ahead beyond the batch it emits.</summary>
    public required IMemoryAccount Memory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How much a source has in all.</summary>
/// <param name="Samples">Samples, or null where unknown.</param>
/// <param name="Bytes">Stored bytes, or null where unknown.</param>
public sealed record SourceExtent(long? Samples, long? Bytes);

/// <summary>A run of consecutive records of one split.</summary>
/// <param name="Split">The split.</param>
/// <param name="From">The position of the first record.</param>
/// <param name="To">The position after the last record; records that were skipped or buried are covered too.</param>
/// <param name="Batch">The samples (and dead letters) of these positions; their count may be less than <c>To - From</c>.</param>
/// <param name="StoredBytes">How many bytes of the input it took, for progress.</param>
public sealed record SourceBatch(SplitId Split, long From, long To, SampleBatch Batch, long StoredBytes = 0)
{
    /// <summary>Whether the split ended with this batch: it will never give more.</summary>
    public bool IsLastOfSplit { get; init; }

    /// <summary>
    /// Whether positions are places (byte offsets) rather than numbers: then they grow with gaps, a position is where a record begins, and epochs count the samples
    /// and dead letters instead of positions.
    /// </summary>
    public bool IsSparse { get; init; }

    /// <summary>How many records the batch counts as; one without any moves the position still, and counts as one.</summary>
    public long Records => IsSparse ? Math.Max(1, Batch.Samples.Count + Batch.DeadLetters.Count) : To - From;
}
