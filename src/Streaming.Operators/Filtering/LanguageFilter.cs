using System.Globalization;
using Streaming.Operators.Filtering.FastText;
using Streaming.Operators.Filtering.Languages;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps texts of whose language one can be sure enough, or texts in which one of some languages is likely enough; as datatrove's filter of that name. The likeliest language and its score
/// become the columns <c>language</c> and <c>language_score</c>.
/// </summary>
/// <remarks>
/// With <c>languages</c> a text stays when any of them is likelier than the threshold, whether or not it is the likeliest; a language that the model does not know has no score. Without a
/// fastText model at hand (<c>model</c>, or <c>lid.176.bin</c> in the folder of models) <c>ft176</c> is judged by Lingua: shares of confidence among 79 languages by the first 500 characters,
/// other scores than fastText's, so that bounds have to be chosen anew. <c>glotlid</c> has no stand-in.
/// </remarks>
[Operator("language_filter", Example = "{ languages: [en, de], language_threshold: 0.65 }")]
internal sealed class LanguageFilter(LanguageFilterOptions options) : RuleFilter
{
    private const string Language = "language";
    private const string Score = "language_score";
    private const string Script = "language_script";

    private ILanguageJudge? _judge;

    public override RowSchema Describe(RowSchema input)
    {
        var output = input.With(new(Language, ColumnType.String)).With(new(Score, ColumnType.Float64));
        output = options.Backend == LanguageBackend.Glotlid ? output.With(new(Script, ColumnType.String)) : output;
        return options.KeepsTopPairs ? Shown().Aggregate(output, (schema, language) => schema.With(new(ColumnOf(language), ColumnType.Float64))) : output;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _judge = LanguageJudges.Open(options.FindModel(), context);
        return ValueTask.CompletedTask;
    }

    protected override Rejection? Judge(Sample sample)
    {
        var ranked = Rank(sample.Text.Replace('\n', ' '));
        var best = ranked.Count > 0 ? ranked[0] : new("", 0);
        Keep(sample, best);
        var scores = options.Languages.Count == 0 ? ranked : [.. options.Languages.Select(language => ranked.FirstOrDefault(r => r.Label == language, new(language, 0)))];
        if (options.KeepsTopPairs)
        {
            foreach (var pair in scores.Where(pair => pair.Score > options.KeepTopPairsThreshold))
            {
                sample.Meta[ColumnOf(pair.Label)] = pair.Score;
            }
        }

        var figure = options.Languages.Count == 0 ? best : scores.MaxBy(pair => pair.Score);
        return options.LabelOnly || figure.Score > options.LanguageThreshold
            ? null
            : new(string.Create(CultureInfo.InvariantCulture, $"the language is {best.Label} with a score of {best.Score}"), figure.Score, string.Create(CultureInfo.InvariantCulture, $"{figure.Label} > {options.LanguageThreshold}"));
    }

    // All of them only where others than the likeliest are asked for.
    private IReadOnlyList<LabelScore> Rank(string text)
    {
        if (options.KeepsTopPairs || options.Languages.Count > 0)
        {
            return _judge!.Rank(text);
        }

        var (language, score) = _judge!.Judge(text);
        return [new(language, score)];
    }

    private void Keep(Sample sample, LabelScore best)
    {
        var parts = options.Backend == LanguageBackend.Glotlid ? best.Label.Split('_', 2) : [best.Label];
        sample.Meta[Language] = parts[0];
        sample.Meta[Score] = best.Score;
        if (parts.Length > 1)
        {
            sample.Meta[Script] = parts[1];
        }
    }

    private IReadOnlyList<string> Shown() => options.Languages.Count > 0 ? options.Languages
        : options.FindModel() is { } path ? FastTextJudge.LanguagesOf(path)
        : LinguaJudge.Languages;

    private static string ColumnOf(string language) => $"top_language_{language}_score";
}
