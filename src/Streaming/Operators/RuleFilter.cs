using System.Runtime.InteropServices;

namespace Streaming.Operators;

/// <summary>Keeps or rejects each sample, and finds out in one go whether it stays and why not.</summary>
public abstract class RuleFilter : Operator
{
    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch) => ApplyAsync(batch, null);

    /// <summary>Works on a batch in place, with another range than the options give.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="range">The range, for filters that are <see cref="IRanged"/>; null: their own.</param>
    protected ValueTask ApplyAsync(SampleBatch batch, Interval? range)
    {
        var samples = batch.Samples;
        var kept = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            try
            {
                if (Judge(sample, range) is { } why)
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

    /// <summary>The same by another range, for filters that are <see cref="IRanged"/>.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="range">The range; null: the filter's own.</param>
    protected virtual Rejection? Judge(Sample sample, Interval? range) => Judge(sample);
}
