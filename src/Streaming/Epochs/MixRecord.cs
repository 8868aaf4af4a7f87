using Streaming.Topologies;

namespace Streaming.Epochs;

/// <summary>How the sources were mixed in an epoch, and how far each was behind its share at its end: what the next epoch goes on from, and what a replay of it had.</summary>
internal sealed record MixRecord
{
    /// <summary>The weights in force, by source.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>The weights that the topology says; where they differ from those in force, the weights were changed while it ran.</summary>
    public required IReadOnlyDictionary<string, double> Declared { get; init; }

    /// <summary>What samples count.</summary>
    public required MixUnit Unit { get; init; }

    /// <summary>Whether the weights were changed at the beginning of this epoch.</summary>
    public bool Changed { get; init; }

    /// <summary>The shares at the epoch's end as whole numbers: after temperature, constraints, and the end of sources.</summary>
    public required IReadOnlyDictionary<string, long> Shares { get; init; }

    /// <summary>What each source is behind its share, times the sum of the shares, in the mix's unit.</summary>
    public required IReadOnlyDictionary<string, Int128> Lags { get; init; }

    /// <summary>Sources that have given all they were to give.</summary>
    public required IReadOnlyList<string> Ended { get; init; }

    /// <summary>Those of them that others took the place of.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    /// <summary>Which proposal changed the weights; of this process only.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Proposal { get; init; }
}
