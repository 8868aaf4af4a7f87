using System.Numerics.Tensors;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Labelling;

/// <summary>Tags a sample with the label that a classifier gives its query, and with the label's probability.</summary>
/// <param name="options">The model, and the column of the queries.</param>
/// <param name="labelKey">The tag of the label.</param>
/// <param name="scoreKey">The tag of the probability.</param>
internal abstract class QueryLabelMapper(QueryLabelOptions options, string labelKey, string scoreKey) : ModelOperator<TextClassifier>(options, options.HfModel)
{
    private Tag? _label;
    private Tag? _score;

    public override RowSchema Describe(RowSchema input)
    {
        TextColumns.Require(input, options.QueryKey);
        return input.WithTag(labelKey, ColumnType.String).WithTag(scoreKey, ColumnType.Float64);
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var output = Describe(context.Input);
        (_label, _score) = (Tag.Find(output, labelKey), Tag.Find(output, scoreKey));
        return base.OpenAsync(context);
    }

    protected override TextClassifier Bind(ModelSession session) => session.AsTextClassifier();

    protected override DeviceItem? PrepareItem(Sample sample) => Model.Ask(TextColumns.Of(sample, options.QueryKey) ?? "");

    protected override void Run(TextClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        var said = ((RowsItem<TokenRow, Classification>)item!).Rows.Results[0];
        var best = TensorPrimitives.IndexOfMax<float>(said.Scores);
        _label!.Set(sample, said.Labels[best]);
        _score!.Set(sample, (double)said.Scores[best]);
        outcome.Keep(sample);
    }
}
