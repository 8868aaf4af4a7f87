using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Streaming.Operators;

namespace Streaming.Epochs;

/// <summary>What steered an epoch from outside, beside the weights of its mix: what the next epoch goes on from, and what a replay of it has.</summary>
internal sealed record SteeringRecord
{
    /// <summary>The ranges in force that are not the topology's, by the operator's key.</summary>
    public required IReadOnlyDictionary<string, RangeRecord> Thresholds { get; init; }

    /// <summary>Whether ranges were changed at the beginning of this epoch.</summary>
    public bool Changed { get; init; }

    /// <summary>What moves the mix; null where nothing does.</summary>
    public PolicyRecord? Policy { get; init; }

    /// <summary>The figures that followed operators saw, by the operator's key: one entry for each of the last epochs, this one last; null where nobody follows any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FigureSummary>>? Figures { get; init; }

    /// <summary>Which proposal the ranges come from; of this process only.</summary>
    [JsonIgnore]
    public long Proposal { get; init; }
}

/// <summary>A range that is not the topology's.</summary>
/// <param name="InForce">Its ends.</param>
/// <param name="Declared">The ends that the topology said when it was changed.</param>
internal sealed record RangeRecord(RangeRecord.Ends InForce, RangeRecord.Ends Declared)
{
    /// <summary>The ends of a range.</summary>
    internal sealed record Ends(double Min, double Max)
    {
        public static Ends Of(Interval range) => new(range.Min, range.Max);

        public Interval In(Interval range) => range with { Min = Min, Max = Max };
    }
}

/// <summary>How a policy stood when an epoch began.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Step">The trainer's step that it last heard of; 0 before the first.</param>
/// <param name="Losses">The losses by source that it acted on at this border; empty where it heard of none.</param>
/// <param name="State">What it goes on from.</param>
internal sealed record PolicyRecord(string Name, long Step, IReadOnlyDictionary<string, double> Losses, JsonObject State);
