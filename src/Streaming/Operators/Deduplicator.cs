using System.Runtime.InteropServices;

namespace Streaming.Operators;

/// <summary>Rejects what was seen before. Samples are signed in parallel; what the signatures mean is decided one sample after the other.</summary>
/// <typeparam name="TSignature">What is compared instead of the sample.</typeparam>
public abstract class Deduplicator<TSignature> : Operator, IPreparing, IStateful
{
    /// <inheritdoc/>
    public virtual long Held => 0;

    /// <inheritdoc/>
    public void Prepare(SampleBatch batch)
    {
        var samples = batch.Samples;
        var signatures = new TSignature[samples.Count];
        var signed = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            try
            {
                signatures[signed] = Sign(sample);
                samples[signed++] = sample;
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        CutTo(samples, signed);
        batch.SetPrepared(this, signatures);
    }

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch)
    {
        if (batch.TakePrepared(this) is not TSignature[] signatures)
        {
            Prepare(batch);
            signatures = (TSignature[])batch.TakePrepared(this)!;
        }

        var samples = batch.Samples;
        BeforeBatch(samples, signatures.AsSpan(0, samples.Count));
        var kept = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            switch (Decide(sample, signatures[i]))
            {
                case Verdict.Keep: samples[kept++] = sample; break;
                case Verdict.Reject: batch.Reject(sample, Explain(sample)); break;
                default: break;
            }
        }

        CutTo(samples, kept);
        AfterBatch();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public abstract void Save(IStateWriter state);

    /// <inheritdoc/>
    public abstract void Restore(IStateReader state);

    /// <summary>The sample's signature. Pure; may run on several threads at once.</summary>
    protected abstract TSignature Sign(Sample sample);

    /// <summary>What becomes of the sample. Called one sample after the other, in order.</summary>
    protected abstract Verdict Decide(Sample sample, TSignature signature);

    /// <summary>Why the sample is rejected.</summary>
    protected abstract Rejection Explain(Sample sample);

    /// <summary>Called before a batch is decided, sample after sample: the place to ask a store about all of it at once.</summary>
    protected virtual void BeforeBatch(IReadOnlyList<Sample> samples, ReadOnlySpan<TSignature> signatures)
    {
    }

    /// <summary>Called when a batch was decided: the place to settle the memory account.</summary>
    protected virtual void AfterBatch()
    {
    }

    private static void CutTo(List<Sample> samples, int count)
    {
        CollectionsMarshal.AsSpan(samples)[count..].Clear();
        samples.RemoveRange(count, samples.Count - count);
    }
}

/// <summary>What becomes of a sample in a deduplicator.</summary>
public enum Verdict
{
    /// <summary>It goes on.</summary>
    Keep,

    /// <summary>It is rejected.</summary>
    Reject,

    /// <summary>The operator holds it until the end of the input.</summary>
    Hold,
}
