using Streaming.Models.Operators.Losses;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Scoring;

/// <summary>
/// Scores samples by the mean loss that a checkpoint has on them, in nats a token: what a model in training still finds hard. Of a chat, and where there is a
/// <c>query_template</c>, only the last turn counts.
/// </summary>
[Operator("loss_scorer", Example = "{ model: models/llama, into: loss }")]
internal sealed class LossScorer(LossScorerOptions options) : StatOperator<TargetLoss>(options, options.Model, options.Into, ColumnType.Float64)
{
    private readonly Conversation _conversation = new(options.QueryTemplate, options.ResponseTemplate);

    public override RowSchema Describe(RowSchema input) => base.Describe(_conversation.Require(input));

    protected override TargetLoss Bind(ModelSession session) => new(session, null);

    protected override DeviceItem Ask(Sample sample) => new LossItem([Model.Prepare([.. _conversation.Of(sample)])], Model.Model);

    protected override void Run(TargetLoss model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item) => ((LossItem)item!).Losses.First();
}

/// <summary>Options of <c>loss_scorer</c>.</summary>
internal sealed record LossScorerOptions : LossScoreOptions
{
    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
}
