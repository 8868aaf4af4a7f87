namespace Streaming.Operators;

/// <summary>An operator that keeps samples by the range of a figure. While it runs, another range may take the place of its own, from a border between epochs on.</summary>
public interface IRanged
{
    /// <summary>The figure that is looked at: a stat, or the path of a field.</summary>
    string Figure { get; }

    /// <summary>The range that its options give.</summary>
    Interval Range { get; }

    /// <summary>The figure of a sample that was looked at; null where it has none.</summary>
    double? FigureOf(Sample sample);

    /// <summary>Works on a batch in place, by another range. Several batches may be in it at once, each with a range of its own.</summary>
    ValueTask ApplyAsync(SampleBatch batch, Interval range);
}
