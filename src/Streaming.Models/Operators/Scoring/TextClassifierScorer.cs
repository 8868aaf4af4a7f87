using System.ComponentModel.DataAnnotations;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Scoring;

/// <summary>
/// Scores texts with a classifier: how likely one of its labels is, from 0 to 1, as a stat that later filters can name. Texts longer than the model reads are cut.
/// </summary>
[Operator("text_classifier_scorer", Example = "{ model: models/quality, label: high, into: quality }")]
internal sealed class TextClassifierScorer(TextClassifierScorerOptions options) : StatOperator<TextClassifier>(options, options.Model, options.Into, ColumnType.Float64)
{
    private int _label;

    protected override TextClassifier Bind(ModelSession session)
    {
        var classifier = session.AsTextClassifier();
        _label = classifier.Labels.ToList().IndexOf(options.Label);
        return _label >= 0 ? classifier : throw new BadInputException(
            $"The model '{session.Folder.FullPath}' has no label '{options.Label}'. Its labels: {string.Join(", ", classifier.Labels)}.");
    }

    protected override DeviceItem Ask(Sample sample) => Model.Ask(sample.Text);

    protected override void Run(TextClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) => (double)((RowsItem<TokenRow, Classification>)item!).Rows.Results[0].Scores[_label];
}

/// <summary>Options of <c>text_classifier_scorer</c>.</summary>
internal sealed record TextClassifierScorerOptions : ModelOptions
{
    /// <summary>The folder of a text classifier.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The label whose probability is the score, as the model's <c>id2label</c> names it.</summary>
    [Required, MinLength(1)]
    public string Label { get; init; } = "";

    /// <summary>The key under which the score is kept in <c>__dj__stats__</c>.</summary>
    [Required, MinLength(1)]
    public string Into { get; init; } = "";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
}
