using System.ComponentModel.DataAnnotations;

namespace Streaming.Topologies;

/// <summary>What becomes of the losses that a trainer reports.</summary>
public sealed record FeedbackOptions
{
    /// <summary>What acts on the losses where an epoch begins. <c>static</c>: nothing, and nobody may change the weights; <c>external</c>: nothing by itself (<c>PUT /v1/mix</c>);
    /// <c>temperature</c>: weights even out as training goes on; <c>odm</c>: Exp3 on the losses of sources; <c>doremi</c>: the excess of losses over those of a reference model; <c>condense</c>: the range of a filter on losses follows their mean.</summary>
    public FeedbackPolicy Policy { get; init; } = FeedbackPolicy.External;

    /// <summary><c>odm</c>: the share that a source's earlier rewards keep at each epoch.</summary>
    [Range(0.0, 0.9999)]
    public double Smoothing { get; init; } = 0.9;

    /// <summary><c>doremi</c>: how fast weights follow the excess.</summary>
    [Range(0.0001, 100.0)]
    public double Rate { get; init; } = 1;

    /// <summary><c>doremi</c>: the part of the mix that is dealt evenly, so that no source rests for ever.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; } = 0.001;

    /// <summary><c>doremi</c>: the most that a sample's excess counts, in the unit of the losses.</summary>
    [Range(0.0001, 1e6)]
    public double Clip { get; init; } = 10;

    /// <summary><c>doremi</c>: the loss of the reference model by source; samples may bring their own instead.</summary>
    public IReadOnlyDictionary<string, double> Reference { get; init; } = new Dictionary<string, double>();

    /// <summary><c>temperature</c>: weights are taken to the power of 1/temperature, this one at the trainer's first step.</summary>
    [Range(0.001, 1000.0)]
    public double From { get; init; } = 1;

    /// <summary><c>temperature</c>: the one at <c>steps</c> and after.</summary>
    [Range(0.001, 1000.0)]
    public double To { get; init; } = 1;

    /// <summary><c>temperature</c>: the trainer's steps from the first temperature to the last.</summary>
    [Range(1L, long.MaxValue)]
    public long Steps { get; init; } = 10_000;

    /// <summary>Filters that are held to the share of samples that they let pass, by name or by place and name: at each border one end of the range is set from the figures of past epochs. Whatever the policy.</summary>
    public IReadOnlyDictionary<string, KeepOptions> Thresholds { get; init; } = new Dictionary<string, KeepOptions>();

    /// <summary><c>condense</c>: the filter on losses, by name or by place and name (<c>2.condense_filter</c>).</summary>
    public string Filter { get; init; } = "condense_filter";

    /// <summary><c>condense</c>: a sample is learnt below so many times the mean loss of what is not learnt.</summary>
    [Range(0.0, 1.0)]
    public double Low { get; init; } = 0.5;

    /// <summary><c>condense</c>: a sample cannot be learnt yet above so many times the mean loss of what is not learnt. Lower ones shut out what is merely hard.</summary>
    [Range(1.0, 1000.0)]
    public double High { get; init; } = 1.8;
}

/// <summary>What acts on losses.</summary>
public enum FeedbackPolicy
{
    /// <summary>Whoever puts weights.</summary>
    External,

    /// <summary>Nobody.</summary>
    Static,

    /// <summary>A temperature that moves with the steps.</summary>
    Temperature,

    /// <summary>Exp3 on losses (Albalak et al., arXiv 2312.02406).</summary>
    Odm,

    /// <summary>Excess loss over a reference model (Xie et al., arXiv 2305.10429).</summary>
    Doremi,

    /// <summary>The range of a filter on losses (arXiv 2407.08583, §8.3.2).</summary>
    Condense,
}
