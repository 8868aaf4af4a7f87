namespace Streaming.Operators;

/// <summary>A <see cref="Source"/> that can say how far behind it is: shown in the progress line, in <c>run --json</c> and as metrics.</summary>
public interface ISourceGauges
{
    /// <summary>How the source stands now. Called about twice a second and by collectors of metrics, from any thread, also before reading began; must not wait.</summary>
    SourceGauges ReadGauges();
}

/// <summary>How a source stands.</summary>
public sealed record SourceGauges
{
    /// <summary>Records that wait behind the position that was read, per split in hand, where known.</summary>
    public IReadOnlyDictionary<SplitId, long> Lag { get; init; } = new Dictionary<SplitId, long>();

    /// <summary>What the source counted beside samples (<c>tombstones</c>, <c>lost_records</c>), by snake_case name.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    /// <summary>How often splits were handed over between workers since the start.</summary>
    public long Rebalances { get; init; }

    /// <summary>How long the source has been held back because the run was full, since the start.</summary>
    public TimeSpan Paused { get; init; }
}
