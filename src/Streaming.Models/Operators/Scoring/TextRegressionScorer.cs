using System.ComponentModel.DataAnnotations;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Scoring;

/// <summary>Scores texts with a model of one output, as it is: FineWeb-Edu's classifier of educational value, for example, from 0 to 5. Texts longer than the model reads are cut.</summary>
[Operator("text_regression_scorer", Example = "{ model: models/edu-score, into: edu }")]
internal sealed class TextRegressionScorer(TextRegressionScorerOptions options) : StatOperator<TextClassifier>(options, options.Model, options.Into, ColumnType.Float64)
{
    protected override TextClassifier Bind(ModelSession session)
    {
        var regressor = session.AsTextClassifier();
        return regressor.Labels.Count == 1
            ? regressor
            : throw new BadInputException($"The model '{session.Folder.FullPath}' has {regressor.Labels.Count} outputs ({string.Join(", ", regressor.Labels)}): use text_classifier_scorer with one of them as label.");
    }

    protected override DeviceItem Ask(Sample sample) => Model.Ask(sample.Text);

    protected override void Run(TextClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) => (double)((RowsItem<TokenRow, Classification>)item!).Rows.Results[0].Logits[0];
}

/// <summary>Options of <c>text_regression_scorer</c>.</summary>
internal sealed record TextRegressionScorerOptions : ModelOptions
{
    /// <summary>The folder of a text model with one output.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The key under which the score is kept in <c>__dj__stats__</c>.</summary>
    [Required, MinLength(1)]
    public string Into { get; init; } = "";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
}
