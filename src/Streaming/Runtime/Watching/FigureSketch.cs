using Streaming.Operators;
using Streaming.Telemetry.Sketches;

namespace Streaming.Runtime;

/// <summary>The figures that came to a filter, as a uniform sample of them.</summary>
/// <param name="Seen">How many came.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Drawn">A uniform sample, in ascending order; all of them where they are few.</param>
/// <param name="Histogram">Bins between the bounds.</param>
internal sealed record FigureSketch(long Seen, double Minimum, double Maximum, IReadOnlyList<double> Drawn, IReadOnlyList<HistogramBin> Histogram)
{
    private const int Bins = 40;

    /// <summary>Of a distribution as it stands.</summary>
    public static FigureSketch Of(Distribution figures) => new(figures.Count, figures.Minimum, figures.Maximum, [.. figures.Sorted], figures.Histogram(Bins));

    /// <summary>The share that a range would keep, and its standard error: 0 where every figure is known.</summary>
    public (double Share, double Error) Kept(Interval range)
    {
        if (Drawn.Count == 0)
        {
            return (0, 0);
        }

        var share = Drawn.Count(range.Keeps) / (double)Drawn.Count;

        // Of a sample without replacement: the more of all it is, the less is left to chance.
        var unknown = Seen <= 1 ? 0 : (Seen - Drawn.Count) / (double)(Seen - 1);
        return (share, Math.Sqrt(share * (1 - share) / Drawn.Count * unknown));
    }

    /// <summary>The figure below which a share of them lies, 0…1; 0 where there are none.</summary>
    public double Quantile(double share) => Drawn.Count == 0 ? 0 : Drawn[(int)Math.Round(share * (Drawn.Count - 1))];
}
