namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose share of stop words (the, of, and…) lies between <c>min_ratio</c> and <c>max_ratio</c>: running text has many of them.</summary>
[Operator("stopwords_filter", Example = "{ lang: de, min_ratio: 0.2 }")]
internal sealed class StopwordsFilter(StopwordsFilterOptions options) : WordListFilter("stopwords_ratio", options.Interval, "stopwords", options.StopwordsDir, options);

/// <summary>Options of <c>stopwords_filter</c>.</summary>
internal sealed record StopwordsFilterOptions : WordListFilterOptions
{
    /// <summary>The smallest share to keep, 0 … 1.</summary>
    public double MinRatio { get; init; } = 0.3;

    /// <summary>The largest share to keep, 0 … 1.</summary>
    public double MaxRatio { get; init; } = 1;

    /// <summary>A folder with lists: every <c>.json</c> file with <c>stopwords</c> in its name, languages with their words; by default small lists of our own for 14 languages.</summary>
    [PathOption]
    public string? StopwordsDir { get; init; }

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
