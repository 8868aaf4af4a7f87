using System.Runtime.InteropServices;

namespace Streaming.Operators;

/// <summary>Changes each sample in place.</summary>
public abstract class Mapper : Operator
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
                Map(sample);
                samples[kept++] = sample;
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

    /// <summary>Changes the sample.</summary>
    protected abstract void Map(Sample sample);
}
