namespace Streaming.Epochs;

/// <summary>The figures that a filter saw in one epoch, kept and refused ones.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Mean">Their mean; 0 where there were none.</param>
/// <param name="Quantiles">The figures at even ranks, from the least to the largest; empty where there were none.</param>
internal sealed record FigureSummary(long Count, double Mean, IReadOnlyList<double> Quantiles)
{
    // A rank between two of them is off by less than half of 1/64 of the epoch.
    private const int Parts = 64;

    /// <summary>Of no figure.</summary>
    public static FigureSummary None { get; } = new(0, 0, []);

    /// <summary>Of the figures of a sketch.</summary>
    /// <param name="sketch">The figures.</param>
    /// <param name="sum">Their sum.</param>
    /// <param name="ends">The least and the largest, which a sketch forgets.</param>
    public static FigureSummary Of(QuantileSketch sketch, double sum, (double Least, double Largest) ends)
    {
        if (sketch.Count == 0)
        {
            return None;
        }

        var values = sketch.Values().ToArray();
        Array.Sort(values, (a, b) => a.Value.CompareTo(b.Value));
        var quantiles = new double[Parts + 1];
        var (at, below) = (0, values[0].Weight);
        for (var i = 0; i <= Parts; i++)
        {
            var rank = (double)i / Parts * (sketch.Count - 1);
            for (; below <= rank && at + 1 < values.Length; below += values[at].Weight)
            {
                at++;
            }

            quantiles[i] = values[at].Value;
        }

        (quantiles[0], quantiles[^1]) = ends;
        return new(sketch.Count, sum / sketch.Count, quantiles);
    }
}
