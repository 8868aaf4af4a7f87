namespace Streaming.Rescoring;

/// <summary>What to re-score.</summary>
/// <param name="Rejects">The folder of the rejects.</param>
public sealed record RescoreOptions(string Rejects)
{
    /// <summary>Only the rejects of these operators; empty: of every one but deduplicators.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>A step before the operator at which its rejects enter, such as the scorer whose figure it holds against a bound; null: at the operator itself.</summary>
    public string? From { get; init; }

    /// <summary>Threads of each parallel stage, 1 or more; null: the number of processors.</summary>
    public int? Threads { get; init; }
}
