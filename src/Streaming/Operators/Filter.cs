using System.Runtime.InteropServices;

namespace Streaming.Operators;

/// <summary>Keeps or rejects each sample.</summary>
public abstract class Filter : Operator
{
    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch)
    {
        var samples = batch.Samples;
        var kept = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            try
            {
                if (Judge(sample) is { } why)
                {
                    batch.Reject(sample, why);
                }
                else
                {
                    samples[kept++] = sample;
                }
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        CollectionsMarshal.AsSpan(samples)[kept..].Clear();
        samples.RemoveRange(kept, samples.Count - kept);
        return ValueTask.CompletedTask;
    }

    /// <summary>Why the sample does not stay; null where it does.</summary>
    protected virtual Rejection? Judge(Sample sample) => Keep(sample) ? null : Explain(sample);

    /// <summary>Whether the sample stays. Figures that it needs are kept in <see cref="Sample.Stats"/>.</summary>
    protected abstract bool Keep(Sample sample);

    /// <summary>Why the sample that was just refused did not stay.</summary>
    protected abstract Rejection Explain(Sample sample);
}
