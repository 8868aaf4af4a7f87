using Streaming.Operators.Filtering.Languages;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples in certain languages of whose language one can be sure enough. The language and the score are kept in the stats as <c>lang</c> and <c>lang_score</c>.
/// </summary>
/// <remarks>
/// With a fastText model (<c>lid.176.bin</c> in the folder of models) scores are Data-Juicer's. Without one Lingua judges the first 500 characters: its scores are shares
/// of confidence among 79 languages, mostly nearer to 1 for long texts and lower for short ones than fastText's, and it knows fewer languages; bounds have to be chosen anew.
/// </remarks>
[Operator("language_id_score_filter", Example = "{ lang: [en, de], min_score: 0.8 }")]
internal sealed class LanguageIdScoreFilter(LanguageIdScoreFilterOptions options) : Filter
{
    private const string Language = "lang";
    private const string Score = "lang_score";

    private ILanguageJudge? _judge;

    public override RowSchema Describe(RowSchema input) => input.WithStat(Language, ColumnType.String).WithStat(Score, ColumnType.Float64);

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _judge = LanguageJudges.Open(ModelPath.Find(LanguageJudges.Ft176), context);
        return ValueTask.CompletedTask;
    }

    protected override bool Keep(Sample sample)
    {
        if (sample.Stats[Language] is null || sample.Stats[Score] is null)
        {
            var (language, score) = _judge!.Judge(PythonCase.ToLower(sample.Text).Replace('\n', ' '));
            sample.Stats[Language] = language;
            sample.Stats[Score] = score;
        }

        return (options.Lang.Count == 0 || options.Lang.Contains(sample.Stats[Language] as string ?? "")) && options.Interval.Keeps(ScoreOf(sample));
    }

    protected override Rejection Explain(Sample sample) => new(
        $"the language is {sample.Stats[Language]} with a score of {ScoreOf(sample)}",
        ScoreOf(sample),
        $"{(options.Lang.Count == 0 ? "any language" : string.Join(", ", options.Lang))}, {options.Interval}");

    private static double ScoreOf(Sample sample) => Convert.ToDouble(sample.Stats[Score], System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Options of <c>language_id_score_filter</c>.</summary>
internal sealed record LanguageIdScoreFilterOptions : RangeFilterOptions
{
    /// <summary>The languages to keep (en, de, zh, …); none keeps every language.</summary>
    public IReadOnlyList<string> Lang { get; init; } = [];

    /// <summary>The smallest score to keep, 0 … 1.</summary>
    public double MinScore { get; init; } = 0.8;

    internal Interval Interval => Between(MinScore, long.MaxValue);
}
