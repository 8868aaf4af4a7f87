using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>What the sources gave between two barriers.</summary>
internal sealed record IntakeInterval
{
    /// <summary>Splits that moved, in the order in which they were first taken in.</summary>
    public required IReadOnlyList<MovedSplit> Moved { get; init; }

    /// <summary>Splits in hand, with their positions.</summary>
    public required IReadOnlyDictionary<SplitId, long> Hand { get; init; }

    /// <summary>Names the hand of shared splits that the run had: the same for the same splits; null where there are none.</summary>
    public string? SharedHand { get; init; }

    /// <summary>The interleaving.</summary>
    public required IReadOnlyList<SplitRun> Runs { get; init; }

    /// <summary>How the sources were mixed; null where they were not.</summary>
    public MixRecord? Mix { get; init; }

    /// <summary>What else steered it; null where nothing did.</summary>
    public SteeringRecord? Steering { get; init; }

    /// <summary>Samples that the sources gave, dead letters included.</summary>
    public required long Samples { get; init; }

    /// <summary>When the first record was taken in, and when the barrier was sent.</summary>
    public (DateTimeOffset Opened, DateTimeOffset Closed) Times { get; init; }

    /// <summary>Whether the input ended.</summary>
    public required bool IsEnd { get; init; }
}
