using Streaming.Models.Encoders;
using Streaming.Models.Operators;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Benchmarks.Models;

/// <summary>As <c>text_classifier_scorer</c>, but for texts that are tokenised already: sample n is row n.</summary>
[Operator("benchmark_tokenised_scorer")]
internal sealed class TokenisedScorer(TokenisedScorerOptions options) : StatOperator<TextClassifier>(options, options.Model, options.Into, ColumnType.Float64)
{
    protected override TextClassifier Bind(ModelSession session) => session.AsTextClassifier();

    protected override DeviceItem Ask(Sample sample)
    {
        var row = options.Rows[(int)sample.Lineage.Position];
        return new RowsItem<TokenRow, Classification>(new([row], [row.Length]));
    }

    protected override void Run(TextClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort)
    {
        if (options.CallsModel)
        {
            model.Run(items, Limits, abort);
        }
    }

    protected override object Answer(Sample sample, DeviceItem? item) => ((RowsItem<TokenRow, Classification>)item!).Rows.Results[0] is { } result ? (double)result.Scores[0] : 0.0;
}

/// <summary>Options of <see cref="TokenisedScorer"/>.</summary>
internal sealed record TokenisedScorerOptions : ModelOptions
{
    public string Model { get; init; } = "";

    public string Into { get; init; } = "score";

    public IReadOnlyList<TokenRow> Rows { get; init; } = [];

    /// <summary>False to see what the engine itself takes.</summary>
    public bool CallsModel { get; init; } = true;

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
}
