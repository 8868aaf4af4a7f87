using Lingua;
using Streaming.Operators.Filtering.FastText;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>Languages by Lingua's n-grams, which come with the program. Its scores are shares of confidence among all languages, not fastText's probabilities.</summary>
internal sealed class LinguaJudge : ILanguageJudge
{
    // More text makes the judgement slower and hardly better.
    private const int Enough = 500;

    private readonly LanguageDetector _detector = LanguageDetectorBuilder.FromAllLanguages().WithLowAccuracyMode().Build();

    /// <summary>The languages that it knows.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Enum.GetValues<Language>().Where(language => language != Language.Unknown).Select(CodeOf).Distinct()];

    /// <inheritdoc/>
    public (string Language, double Score) Judge(string text) => Rank(text) is [var best, ..] ? (best.Label, best.Score) : ("", 0);

    /// <inheritdoc/>
    public IReadOnlyList<LabelScore> Rank(string text) =>
        [.. _detector.ComputeLanguageConfidenceValues(text.Length > Enough ? text[..Enough] : text).Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).Select(pair => new LabelScore(CodeOf(pair.Key), pair.Value))];

    private static string CodeOf(Language language) => language.IsoCode6391().ToString().ToLowerInvariant();
}
