using System.Globalization;

namespace Streaming.Operators;

/// <summary>Makes one sample, several or none of each sample. A sample of which nothing is made is rejected.</summary>
public abstract class Expander : Operator
{
    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var made = new List<Sample>(batch.Samples.Count);
        foreach (var sample in batch.Samples)
        {
            try
            {
                var parts = Expand(sample);
                if (parts.Count == 0)
                {
                    batch.Reject(sample, Explain(sample));
                }

                made.AddRange(parts);
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        batch.Samples = made;
        return ValueTask.CompletedTask;
    }

    /// <summary>What becomes of the sample: itself, changed or not, or samples made by <see cref="Part"/>.</summary>
    protected abstract IReadOnlyList<Sample> Expand(Sample sample);

    /// <summary>Why nothing was made of the sample.</summary>
    protected abstract Rejection Explain(Sample sample);

    /// <summary>A copy of a sample that names it as its parent; its id follows from the parent's and its number, so that a replay gives the same.</summary>
    protected static Sample Part(Sample parent, int number)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return parent.Copy($"{parent.Id}#{number.ToString(CultureInfo.InvariantCulture)}", parent.Lineage with { Parents = [parent.Id] });
    }
}
