namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose share of flagged words (obscene or abusive ones) lies between <c>min_ratio</c> and <c>max_ratio</c>.</summary>
[Operator("flagged_words_filter", Example = "{ lang: en, max_ratio: 0.01 }", Job = SurveyJob.Ethics)]
internal sealed class FlaggedWordsFilter(FlaggedWordsFilterOptions options)
    : WordListFilter("flagged_words_ratio", options.Interval, "flagged_words", options.FlaggedWordsDir, options);

/// <summary>Options of <c>flagged_words_filter</c>.</summary>
internal sealed record FlaggedWordsFilterOptions : WordListFilterOptions
{
    /// <summary>The smallest share to keep, 0 … 1.</summary>
    public double MinRatio { get; init; }

    /// <summary>The largest share to keep, 0 … 1.</summary>
    public double MaxRatio { get; init; } = 0.045;

    /// <summary>
    /// A folder with lists: every <c>.json</c> file with <c>flagged_words</c> in its name, languages with their words; by default small lists of our own for 14 languages.
    /// </summary>
    [PathOption]
    public string? FlaggedWordsDir { get; init; }

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
