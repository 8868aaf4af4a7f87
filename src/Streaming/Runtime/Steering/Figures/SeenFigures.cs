using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>What a filter by range saw in a batch.</summary>
internal static class SeenFigures
{
    /// <summary>The figures of the samples that it kept or refused, in the order in which they came: it must not matter how a source happens to batch.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="came">The samples that came to it.</param>
    /// <param name="batch">The batch after it.</param>
    /// <param name="before">Samples that were refused before it.</param>
    public static IReadOnlyList<double> Of(IRanged filter, IReadOnlyList<Sample> came, SampleBatch batch, int before)
    {
        var figures = new List<double>(came.Count);
        var (kept, refused) = (0, before);
        foreach (var sample in came)
        {
            if (kept < batch.Samples.Count && ReferenceEquals(batch.Samples[kept], sample))
            {
                Add(figures, filter.FigureOf(sample));
                kept++;
            }
            else if (refused < batch.Rejected.Count && ReferenceEquals(batch.Rejected[refused].Sample, sample))
            {
                Add(figures, batch.Rejected[refused].Why.Value);
                refused++;
            }
        }

        return figures;
    }

    private static void Add(List<double> figures, double? figure)
    {
        if (figure is { } number && double.IsFinite(number))
        {
            figures.Add(number);
        }
    }
}
