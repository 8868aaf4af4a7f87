namespace Streaming.Runtime;

/// <summary>What one operator did to one batch.</summary>
internal readonly record struct StepTally(OperatorNode Node, long In, long Out, long Rejected, long DeadLettered)
{
    /// <summary>The figures that a filter by range saw, kept samples first; null where nobody follows them.</summary>
    public IReadOnlyList<double>? Figures { get; init; }

    /// <summary>Compares a batch after a step with its counts before it.</summary>
    /// <param name="step">The step. What a part ahead of it (pure, or fetching) buries reached the operator, but not the work itself; the rest is counted there.</param>
    /// <param name="before">Before.</param>
    /// <param name="after">After.</param>
    public static StepTally Of(StageStep step, in BatchTally before, in BatchTally after)
    {
        var (rejected, buried) = (after.Rejected - before.Rejected, after.DeadLettered - before.DeadLettered);
        return step.Part != StepPart.Apply
            ? new(step.Node, before.Samples - after.Samples, 0, rejected, buried)
            : new(step.Node, before.Samples, after.Samples, rejected, buried);
    }
}

/// <summary>A batch's counts at one moment.</summary>
internal readonly record struct BatchTally(int Samples, int Rejected, int DeadLettered)
{
    public static BatchTally Of(SampleBatch batch) => new(batch.Samples.Count, batch.Rejected.Count, batch.DeadLetters.Count);
}
