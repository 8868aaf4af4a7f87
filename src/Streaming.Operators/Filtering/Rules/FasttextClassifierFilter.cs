using System.Globalization;
using System.Text;
using Streaming.Operators.Filtering.FastText;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Keeps texts, or their paragraphs or sentences, to which a fastText classifier gives one of some labels, or none of some others; as datatrove's filter of that name. The mean scores of all
/// labels become columns of the labels' names (<c>__label__…</c>).
/// </summary>
/// <remarks>
/// Parts that do not stay are taken out of the text; a text of which nothing but white space is left is rejected, as it was. Models are read in fastText's own format, plain (<c>.bin</c>) or
/// quantised (<c>.ftz</c>); runs of words and of characters, and all of its losses are known. With neither list of labels every text stays, and the columns are added.
/// </remarks>
[Operator("fasttext_classifier_filter", Example = "{ model_url: models/languages.bin, keep_labels: [[en, 0.5]], filter_mode: paragraph }")]
internal sealed class FasttextClassifierFilter(FasttextClassifierFilterOptions options) : SplittingFilter(options.Splitter)
{
    private readonly IReadOnlyList<LabelScore> _keep = FasttextClassifierFilterOptions.Bounds(options.KeepLabels) ?? [];
    private readonly IReadOnlyList<LabelScore> _remove = FasttextClassifierFilterOptions.Bounds(options.RemoveLabels) ?? [];
    private FastTextModel? _model;

    public override RowSchema Describe(RowSchema input)
    {
        var labels = FastTextModel.LabelsOf(options.ModelUrl);
        if (_keep.Concat(_remove).Select(bound => bound.Label).FirstOrDefault(label => !labels.Contains(label)) is { } unknown)
        {
            throw new BadInputException($"The model has no label '{Plain(unknown)}'; it has {string.Join(", ", labels.Select(Plain))}.");
        }

        return options.SaveLabelsInMetadata ? labels.Aggregate(input, (schema, label) => schema.With(new(label, ColumnType.Float64))) : input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _model = FastTextModel.Read(options.ModelUrl);
        return ValueTask.CompletedTask;
    }

    protected override Rejection? Judge(Sample sample)
    {
        var (kept, sums, highest) = (new StringBuilder(sample.Text.Length), new Dictionary<string, (double Sum, int Count)>(), 0d);
        foreach (var part in TextParts.Of(sample.Text, options.FilterMode, Splitter))
        {
            var scores = _model!.Predict(PythonText.Strip(part).ToString().Replace("\n", options.NewlineReplacement, StringComparison.Ordinal));
            foreach (var (label, score) in scores)
            {
                var (sum, count) = sums.GetValueOrDefault(label);
                sums[label] = (sum + score, count + 1);
            }

            highest = Math.Max(highest, Highest(scores));
            kept.Append(Stays(scores) ? part : "");
        }

        foreach (var (label, (sum, count)) in options.SaveLabelsInMetadata ? sums : [])
        {
            sample.Meta[label] = sum / count;
        }

        return Settle(sample, kept.ToString(), highest);
    }

    private Rejection? Settle(Sample sample, string kept, double highest)
    {
        if (PythonText.Strip(kept).IsEmpty)
        {
            return PythonText.Strip(sample.Text).IsEmpty ? new("the text is empty") : new("no part of the text has the labels", highest, Wanted());
        }

        sample.Text = kept == sample.Text ? sample.Text : kept;
        return null;
    }

    private bool Stays(IReadOnlyList<LabelScore> scores) => _keep.Count > 0 ? _keep.Any(bound => Reaches(scores, bound)) : !_remove.Any(bound => Reaches(scores, bound));

    private static bool Reaches(IReadOnlyList<LabelScore> scores, LabelScore bound) => scores.Any(score => score.Label == bound.Label && score.Score >= bound.Score);

    // Of the labels that it depends on.
    private double Highest(IReadOnlyList<LabelScore> scores) =>
        scores.Where(score => _keep.Concat(_remove).Any(bound => bound.Label == score.Label)).Select(score => score.Score).DefaultIfEmpty().Max();

    private string Wanted() => string.Join(" or ", _keep.Select(bound => Bound(bound, "≥")).Concat(_remove.Select(bound => Bound(bound, "<"))));

    private static string Bound(LabelScore bound, string sign) => string.Create(CultureInfo.InvariantCulture, $"{Plain(bound.Label)} {sign} {bound.Score}");

    private static string Plain(string label) => label.Replace(FastTextWords.LabelPrefix, "", StringComparison.Ordinal);
}
