namespace Streaming.Operators;

/// <summary>A step of a topology: batch in, batch out. Sees no tasks, queues, tokens or barriers.</summary>
/// <remarks>
/// The engine calls <see cref="Describe"/> while planning, <see cref="OpenAsync"/> once, then <see cref="ApplyAsync"/> for each batch. An operator that is
/// neither <see cref="IStateful"/> nor <see cref="IsSerial"/> is pure: several batches may be in it at once, on several threads.
/// A sample that breaks the operator is buried (<see cref="SampleBatch.Bury"/>) and the run goes on; an exception that leaves <see cref="ApplyAsync"/> stops the run.
/// </remarks>
public abstract class Operator : IAsyncDisposable
{
    /// <summary>Whether batches must pass one at a time, in order.</summary>
    public virtual bool IsSerial => this is IStateful;

    /// <summary>Whether nothing can be emitted before the whole input was seen; the run is then one epoch, and needs bounded sources.</summary>
    public virtual bool NeedsWholeInput => false;

    /// <summary>Whether samples are held until the border between two epochs: <see cref="FinishAsync"/> is then called at every barrier, ahead of its state's hand-over, and nothing is held over the border.</summary>
    public virtual bool HoldsEpoch => false;

    /// <summary>The schema after this operator.</summary>
    public virtual RowSchema Describe(RowSchema input) => input;

    /// <summary>Loads what the operator needs.</summary>
    public virtual ValueTask OpenAsync(OperatorContext context) => ValueTask.CompletedTask;

    /// <summary>Works on a batch in place.</summary>
    public abstract ValueTask ApplyAsync(SampleBatch batch);

    /// <summary>Adds what is still held, or a part of it, to <paramref name="last"/>, after the end of the input (with <see cref="HoldsEpoch"/>, of an epoch).</summary>
    /// <remarks>
    /// Called again and again, each time with a fresh batch, until a call adds no sample, no reject and no dead letter: so an operator that held its whole
    /// input gives it back in batches of ordinary size.
    /// </remarks>
    public virtual ValueTask FinishAsync(SampleBatch last) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
