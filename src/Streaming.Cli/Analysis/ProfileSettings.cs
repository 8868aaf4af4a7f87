namespace Streaming.Cli.Analysis;

/// <summary>What a profile looks at beside the columns.</summary>
internal sealed record ProfileSettings
{
    /// <summary>The similarity (Jaccard, of runs of five words) from which on texts are near-duplicates; 0: they are not looked for.</summary>
    public double NearThreshold { get; init; }

    /// <summary>Columns whose shares are counted beside those of languages, sources and licences.</summary>
    public IReadOnlyList<string> ShareColumns { get; init; } = [];

    /// <summary>The column with the embedding; null: there is none.</summary>
    public string? EmbeddingColumn { get; init; }
}
