namespace Streaming.Operators;

/// <summary>An operator whose work has a pure part (signing, tokenising) that runs in parallel ahead of its serial part.</summary>
public interface IPreparing
{
    /// <summary>
    /// The pure part: may take place on several batches at once. Leaves its results by <see cref="SampleBatch.SetPrepared"/>, with the operator as owner;
    /// may bury samples. The next thing that happens to the batch is the operator's <see cref="Operator.ApplyAsync"/>.
    /// </summary>
    void Prepare(SampleBatch batch);
}
