using Streaming.Operators.Filtering.FastText;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>Languages by a fastText model, whose labels they are.</summary>
internal sealed class FastTextJudge(FastTextModel model) : ILanguageJudge
{
    // GlotLID has 2,000 of them, and each text is given them all.
    private readonly Dictionary<string, string> _names = model.Labels.Distinct().ToDictionary(label => label, NameOf);

    /// <summary>The languages of a model's labels.</summary>
    public static IReadOnlyList<string> LanguagesOf(string path) => [.. FastTextModel.LabelsOf(path).Select(NameOf)];

    /// <inheritdoc/>
    public (string Language, double Score) Judge(string text) => model.Best(text) is { } best ? (_names[best.Label], best.Score) : ("", 0);

    /// <inheritdoc/>
    public IReadOnlyList<LabelScore> Rank(string text) => [.. model.Predict(text).Select(label => label with { Label = _names[label.Label] })];

    private static string NameOf(string label) => label.Replace(FastTextWords.LabelPrefix, "", StringComparison.Ordinal);
}
