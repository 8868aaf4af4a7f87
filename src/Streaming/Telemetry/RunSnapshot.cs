namespace Streaming.Telemetry;

/// <summary>How a run stands at one moment. Counters are of this process's run, not of the table.</summary>
public sealed record RunSnapshot
{
    /// <summary>Since the start.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Samples so far.</summary>
    public required SampleCounts Samples { get; init; }

    /// <summary>Stored bytes of input read so far.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of shards written so far (primary sink).</summary>
    public required long BytesOut { get; init; }

    /// <summary>Shards written so far (primary sink).</summary>
    public long Shards { get; init; }

    /// <summary>What the sources have in all, where they know; read before this run included.</summary>
    public long? TotalSamples { get; init; }

    /// <summary>Stored bytes in all, where known.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Samples at which this run started (already committed before), for progress against <see cref="TotalSamples"/>.</summary>
    public long AlreadyRead { get; init; }

    /// <summary>The funnel, in plan order.</summary>
    public required IReadOnlyList<OperatorCounts> Operators { get; init; }

    /// <summary>Epochs committed by this run.</summary>
    public required long Epochs { get; init; }

    /// <summary>The table's version after the newest commit, or -1.</summary>
    public required long Version { get; init; }

    /// <summary>Memory budget: in use now, the highest so far, the limit; bytes.</summary>
    public required BudgetUse Budget { get; init; }

    /// <summary>How long the oldest record that is not committed yet has been in; null where nothing is open.</summary>
    public TimeSpan? EpochAge { get; init; }

    /// <summary>How long commits take.</summary>
    public CommitTimes Commits { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>What the sources say of themselves, in plan order; those that say nothing are left out.</summary>
    public IReadOnlyList<SourceStatus> Sources { get; init; } = [];

    /// <summary>What waits at each stage, from the sources to the sinks; empty while no graph runs.</summary>
    public IReadOnlyList<StageStatus> Stages { get; init; } = [];

    /// <summary>Positions of the newest commit, of the splits that are in hand.</summary>
    public IReadOnlyList<CommittedPosition> Positions { get; init; } = [];

    /// <summary>What compaction did beside the run; null where none is asked for.</summary>
    public CompactionStatus? Compaction { get; init; }

    /// <summary>Tokens in packs, and the share of pack places they fill; null without a packer.</summary>
    public TokenCounts? Tokens { get; init; }

    /// <summary>What all operators generated; null where none generates.</summary>
    public GenerationCounts? Generations => Operators.Select(o => o.Generations).OfType<GenerationCounts>().ToList() is { Count: > 0 } all
        ? new(all.Sum(m => m.Requests), all.Sum(m => m.InputTokens), all.Sum(m => m.OutputTokens), all.Sum(m => m.CacheHits), all.Sum(m => m.Cost))
        : null;
}

/// <summary>Counts of samples. <c>in + expanded = out + rejected + dead-lettered + merged</c> once a run is complete and nothing is held.</summary>
public sealed record SampleCounts(long In, long Out, long Rejected, long DeadLettered, long Merged, long Expanded);

/// <summary>What one operator did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its place in the plan.</param>
/// <param name="In">Samples in.</param>
/// <param name="Out">Samples out.</param>
/// <param name="Rejected">Samples refused.</param>
/// <param name="DeadLettered">Samples that broke it.</param>
/// <param name="BusyMilliseconds">Time spent in it, all threads added up.</param>
public sealed record OperatorCounts(string Name, int Index, long In, long Out, long Rejected, long DeadLettered, long BusyMilliseconds)
{
    /// <summary>How its device was used; null where it has none.</summary>
    public DeviceCounts? Device { get; init; }

    /// <summary>What it generated; null where it generates nothing.</summary>
    public GenerationCounts? Generations { get; init; }
}

/// <summary>What generating took, of this process's run.</summary>
/// <param name="Requests">Requests to endpoints, and texts that models of the machine were given.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="CacheHits">Generations of earlier runs that cost nothing.</param>
/// <param name="Cost">What it cost, in the currency of the prices that the topology gives.</param>
public sealed record GenerationCounts(long Requests, long InputTokens, long OutputTokens, long CacheHits, double Cost);

/// <summary>How an operator's device was used.</summary>
/// <param name="Calls">Calls.</param>
/// <param name="Items">Samples that were worked on.</param>
/// <param name="Cost">What they cost: tokens, pixels, or 1 each.</param>
/// <param name="PaddedCost">What the calls cost, with shorter items filled up to the longest of their call.</param>
public sealed record DeviceCounts(long Calls, long Items, long Cost, long PaddedCost)
{
    /// <summary>Items of a call, on average; 0 before the first.</summary>
    public double BatchSize => Calls == 0 ? 0 : (double)Items / Calls;

    /// <summary>The share of the calls' cost that was filling, 0 to 1.</summary>
    public double PaddingRatio => PaddedCost == 0 ? 0 : 1 - ((double)Cost / PaddedCost);
}

/// <summary>The memory budget, in bytes.</summary>
/// <param name="Used">Batches in flight, and what operators and sinks hold.</param>
/// <param name="Peak">The most so far.</param>
/// <param name="Limit">The limit.</param>
/// <param name="InFlight">Batches in flight alone.</param>
public sealed record BudgetUse(long Used, long Peak, long Limit, long InFlight = 0);

/// <summary>How far a split is committed.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Split">Its name.</param>
/// <param name="Position">The position of its next record.</param>
public sealed record CommittedPosition(string Source, string Split, long Position);

/// <summary>What waits at a stage.</summary>
/// <param name="Name">Its operators, joined by plus signs, or what it is.</param>
/// <param name="Batches">Batches, barriers and marks that wait.</param>
/// <param name="Bytes">Bytes of the batches that wait or are worked on.</param>
public sealed record StageStatus(string Name, int Batches, long Bytes);

/// <summary>How long commits took.</summary>
/// <param name="Last">The newest.</param>
/// <param name="Longest">The slowest of this run.</param>
public sealed record CommitTimes(TimeSpan Last, TimeSpan Longest);

/// <summary>What compaction did beside a run.</summary>
/// <param name="Merged">Files that it made.</param>
/// <param name="Parts">Files that they took the place of.</param>
/// <param name="Failure">What it failed with last; it is tried again.</param>
public sealed record CompactionStatus(long Merged, long Parts, string? Failure);

/// <summary>What a source says of itself.</summary>
/// <param name="Name">Its name in the topology.</param>
/// <param name="Lag">Records that wait behind the position that was read, per split, where known.</param>
/// <param name="Rebalances">How often splits were handed over between workers since the start.</param>
/// <param name="Paused">How long it has been held back because the run was full, since the start.</param>
public sealed record SourceStatus(string Name, IReadOnlyDictionary<string, long> Lag, long Rebalances, TimeSpan Paused)
{
    /// <summary>What it counted beside samples (<c>tombstones</c>, <c>lost_records</c>), by snake_case name.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();
}

/// <summary>Tokens packed.</summary>
/// <param name="Out">Tokens in emitted packs.</param>
/// <param name="Fill">Tokens / (packs × max_tokens), 0…1.</param>
/// <param name="Truncated">Documents that were cut.</param>
public sealed record TokenCounts(long Out, double Fill, long Truncated);
