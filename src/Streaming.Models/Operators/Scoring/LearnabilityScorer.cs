using System.ComponentModel.DataAnnotations;
using Streaming.Models.Operators.Losses;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Scoring;

/// <summary>
/// Scores samples by what is left to learn from them: the loss of the model in training minus that of a reference which is done with it, in nats a token. High where the
/// text can be learnt and is not yet; about 0 where it is known; low where it is noise to both (RHO-LOSS, arXiv 2206.07137).
/// </summary>
[Operator("learnability_scorer", Example = "{ model: models/llama, reference: models/llama-tuned, into: learnability }")]
internal sealed class LearnabilityScorer(LearnabilityScorerOptions options)
    : StatOperator<LearnabilityScorer.Pair>(options, options.Model, options.Into, ColumnType.Float64)
{
    private readonly Conversation _conversation = new(options.QueryTemplate, options.ResponseTemplate);
    private ModelLoan? _reference;

    public override IReadOnlyList<KeyValuePair<string, string>> Models => _reference is null ? base.Models : [.. base.Models, _reference.Name];

    public override RowSchema Describe(RowSchema input) => base.Describe(_conversation.Require(input));

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        _reference = await Task.Run(() => ModelLoan.Take(options.Reference, options));
        await base.OpenAsync(context);
        if (!Model.Learner.SpeaksAs(Model.Reference))
        {
            context.Warn("learnability_scorer: the two models have different tokenizers, so that their losses a token are not of the same tokens.");
        }
    }

    public override ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _reference, null)?.Dispose();
        return base.DisposeAsync();
    }

    protected override Pair Bind(ModelSession session) =>
        new(new TargetLoss(session, null), new TargetLoss(_reference!.Sessions.First(reference => reference.Device == session.Device), null));

    protected override DeviceItem Ask(Sample sample)
    {
        var turns = _conversation.Of(sample).ToArray();
        return new PairItem(ItemOf(Model.Learner, turns), ItemOf(Model.Reference, turns));
    }

    protected override void Run(Pair model, IReadOnlyList<DeviceItem> items, CancellationToken abort)
    {
        var pairs = items.Cast<PairItem>().ToArray();
        model.Learner.Model.Run([.. pairs.Select(pair => ((DeviceItem)pair, pair.Learner.Rows))], Limits, abort);
        model.Reference.Model.Run([.. pairs.Select(pair => ((DeviceItem)pair, pair.Reference.Rows))], Limits, abort);
    }

    protected override object Answer(Sample sample, DeviceItem? item) => ((PairItem)item!).Learner.Losses.First() - ((PairItem)item).Reference.Losses.First();

    private static LossItem ItemOf(TargetLoss model, string[] turns) => new([model.Prepare(turns)], model.Model);

    internal sealed record Pair(TargetLoss Learner, TargetLoss Reference);

    private sealed class PairItem(LossItem learner, LossItem reference) : DeviceItem
    {
        public LossItem Learner => learner;

        public LossItem Reference => reference;

        public override int Cost => learner.Cost;

        public override long Bytes => learner.Bytes + reference.Bytes;
    }
}

/// <summary>Options of <c>learnability_scorer</c>.</summary>
internal sealed record LearnabilityScorerOptions : LossScoreOptions
{
    /// <summary>The folder of a decoder that was trained on what is good: what it finds hard is not worth learning.</summary>
    [PathOption, Required]
    public string Reference { get; init; } = "";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model), new("reference", Reference)];
}
