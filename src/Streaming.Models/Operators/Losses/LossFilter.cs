using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Losses;

/// <summary>A filter on losses of a decoder.</summary>
internal abstract class LossFilter(LossFilterOptions options, string stat) : FigureFilter<TargetLoss>(options, options.HfModel, stat, options.Interval)
{
    /// <summary>What of a sample is measured.</summary>
    protected Conversation Conversation { get; } = new(options.QueryTemplate, options.ResponseTemplate);

    public override RowSchema Describe(RowSchema input) => base.Describe(Conversation.Require(input));

    protected sealed override TargetLoss Bind(ModelSession session) => new(session, options.MaxLength);

    protected sealed override DeviceItem Ask(Sample sample) => new LossItem([.. Ask(Conversation.Of(sample)).Select(turns => Model.Prepare([.. turns]))], Model.Model);

    protected sealed override void Run(TargetLoss model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Model.Run(items, Limits, abort);

    protected sealed override object Answer(Sample sample, DeviceItem? item) => Figure([.. ((LossItem)item!).Losses]);

    /// <summary>The conversations that are measured for a sample with these turns.</summary>
    protected abstract IEnumerable<IReadOnlyList<string>> Ask(IReadOnlyList<string> turns);

    /// <summary>The figure, of their losses.</summary>
    protected abstract double Figure(double[] losses);
}
