using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Everything that can be told to a plan while it runs. Whatever changes, changes at a border between epochs, is recorded in the commit of the first epoch that has it, and is replayed with it.</summary>
public sealed class RunControl
{
    internal RunControl(FeedbackOptions? feedback, IReadOnlyList<string> sources, MixControl? mix, IReadOnlyList<OperatorNode> operators)
    {
        var options = feedback ?? new();
        (Mix, Thresholds, PolicyKind, Feedback) = (mix, new(operators), options.Policy, new(sources, options.Clip));
        Policy = options.Policy switch
        {
            FeedbackPolicy.Temperature => new TemperaturePolicy(options.From, options.To, options.Steps),
            FeedbackPolicy.Odm => new OdmPolicy(options.Smoothing),
            FeedbackPolicy.Doremi => new DoremiPolicy(options.Rate, options.Floor, options.Clip, options.Reference),
            FeedbackPolicy.Condense => new CondensePolicy(options.Filter, options.Low, options.High),
            _ => null,
        };
        Keep = new(options.Thresholds, Thresholds);
        HashSet<string> followed = [.. Keep.Keys, .. Policy?.Follows(Thresholds) ?? []];
        Figures = new([.. operators.Where(o => followed.Contains(o.StateKey))], Math.Max(Keep.Epochs, CondensePolicy.Epochs));
    }

    /// <summary>The weights of the mix; null where the topology has none.</summary>
    public MixControl? Mix { get; }

    /// <summary>The ranges of filters.</summary>
    public ThresholdControl Thresholds { get; }

    /// <summary>The trainer's losses.</summary>
    public FeedbackControl Feedback { get; }

    /// <summary>What acts on the losses.</summary>
    public FeedbackPolicy PolicyKind { get; }

    internal IPolicy? Policy { get; }

    internal KeepControl Keep { get; }

    internal FigureBoard Figures { get; }
}
