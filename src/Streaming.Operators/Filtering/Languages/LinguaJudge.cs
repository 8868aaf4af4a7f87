using Lingua;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>Languages by Lingua's n-grams, which come with the program. Its scores are shares of confidence among all languages, not fastText's probabilities.</summary>
internal sealed class LinguaJudge : ILanguageJudge
{
    // More text makes the judgement slower and hardly better.
    private const int Enough = 500;

    private readonly LanguageDetector _detector = LanguageDetectorBuilder.FromAllLanguages().WithLowAccuracyMode().Build();

    /// <inheritdoc/>
    public (string Language, double Score) Judge(string text)
    {
        var best = _detector.ComputeLanguageConfidenceValues(text.Length > Enough ? text[..Enough] : text).MaxBy(pair => pair.Value);
        return best.Value > 0 ? (best.Key.IsoCode6391().ToString().ToLowerInvariant(), best.Value) : ("", 0);
    }
}
