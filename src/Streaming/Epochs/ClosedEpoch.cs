using Streaming.Telemetry;

namespace Streaming.Epochs;

/// <summary>An epoch whose barrier has passed every operator and sink: all it takes to commit it.</summary>
internal sealed record ClosedEpoch
{
    /// <summary>Splits that moved: from which position to which, in the order in which they were first taken in.</summary>
    public required IReadOnlyList<MovedSplit> Moved { get; init; }

    /// <summary>
    /// Every split that this worker holds, moved or not, with its position. The commit touches them all: touching only the moved ones would let a zombie
    /// emit a held sample of an unmoved split unseen (protocol rule 4).
    /// </summary>
    public required IReadOnlyDictionary<SplitId, long> Hand { get; init; }

    /// <summary>Names the hand of shared splits; null where there are none.</summary>
    public string? SharedHand { get; init; }

    /// <summary>How the splits were interleaved.</summary>
    public required IReadOnlyList<SplitRun> Runs { get; init; }

    /// <summary>How the sources were mixed; null where they were not.</summary>
    public MixRecord? Mix { get; init; }

    /// <summary>What else steered it; null where nothing did.</summary>
    public SteeringRecord? Steering { get; init; }

    /// <summary>Closed files per output, in the outputs' order (the primary one first), each in the order in which it was filled.</summary>
    public required IReadOnlyList<IReadOnlyList<ClosedFile>> Files { get; init; }

    /// <summary>What the stateful operators handed over.</summary>
    public required IReadOnlyList<StateSnapshot> States { get; init; }

    /// <summary>The operators' counts in this epoch.</summary>
    public required IReadOnlyList<OperatorCounts> Operators { get; init; }

    /// <summary>The samples' counts in this epoch.</summary>
    public required SampleCounts Samples { get; init; }

    /// <summary>Whether the input ended with this epoch.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => Moved.Count == 0 && Files.All(f => f.Count == 0) && States.All(s => s.LogBytes.IsEmpty);
}
