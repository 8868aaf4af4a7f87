using System.Runtime.InteropServices;

namespace Streaming.Operators;

/// <summary>Keeps or rejects each sample, and finds out in one go whether it stays and why not.</summary>
public abstract class RuleFilter : Operator
{
    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch) => ApplyAsync(batch, Judge);

    /// <summary>Works on a batch in place, by another test than <see cref="Judge"/>.</summary>
    protected static ValueTask ApplyAsync(SampleBatch batch, Func<Sample, Rejection?> judge)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(judge);
        var samples = batch.Samples;
        var kept = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            try
            {
                if (judge(sample) is { } why)
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

    /// <summary>Why the sample does not stay: the first of the rules that it breaks. Null where it stays.</summary>
    protected abstract Rejection? Judge(Sample sample);
}
