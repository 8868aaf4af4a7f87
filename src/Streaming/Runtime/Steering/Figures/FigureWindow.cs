using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>The figures of some epochs together. Between two quantiles of an epoch its figures are taken to lie evenly.</summary>
internal sealed class FigureWindow(IReadOnlyList<FigureSummary> epochs)
{
    // Halvings: the ends are then a 2⁻⁵² part of the range apart, which is what a double can tell.
    private const int Halvings = 60;

    private readonly IReadOnlyList<FigureSummary> _epochs = [.. epochs.Where(e => e.Count > 0)];

    /// <summary>How many there are.</summary>
    public long Count => _epochs.Sum(e => e.Count);

    /// <summary>Their mean; NaN where there are none.</summary>
    public double Mean => _epochs.Count == 0 ? double.NaN : _epochs.Sum(e => e.Mean * ((double)e.Count / Count));

    /// <summary>The mean of the figures from a value on; the value itself where there are none.</summary>
    public double MeanFrom(double value)
    {
        var (mean, weight) = (0.0, 0.0);
        foreach (var epoch in _epochs)
        {
            for (var i = 0; i + 1 < epoch.Quantiles.Count; i++)
            {
                var (low, high) = (epoch.Quantiles[i], epoch.Quantiles[i + 1]);
                var part = low >= value ? 1 : high > value ? (high - value) / (high - low) : 0;
                if (part > 0)
                {
                    // Of parts, not a sum and a quotient: figures near the largest there is have no sum.
                    var added = part * epoch.Count;
                    weight += added;
                    mean = (mean * (1 - (added / weight))) + (((Math.Max(low, value) / 2) + (high / 2)) * (added / weight));
                }
            }
        }

        return weight > 0 ? mean : value;
    }

    /// <summary>The share of figures up to a value, 0 … 1.</summary>
    public double ShareUpTo(double value) => _epochs.Sum(e => e.Count * ShareUpTo(e.Quantiles, value)) / Count;

    /// <summary>The least value up to which at least this share of the figures lies; the least or the largest figure beyond the ends.</summary>
    public double ValueAt(double share)
    {
        var (low, high) = (_epochs.Min(e => e.Quantiles[0]), _epochs.Max(e => e.Quantiles[^1]));
        if (share <= 0)
        {
            return low;
        }

        for (var i = 0; i < Halvings && ShareUpTo(low) < share; i++)
        {
            var middle = (low / 2) + (high / 2);
            if (ShareUpTo(middle) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return ShareUpTo(low) >= share ? low : high;
    }

    private static double ShareUpTo(IReadOnlyList<double> quantiles, double value)
    {
        var parts = quantiles.Count - 1;
        var (low, high) = (0, quantiles.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = quantiles[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        // Quantiles 0 … low - 1 are up to the value.
        return low == 0 ? 0
            : low > parts ? 1
            : (low - 1 + ((value - quantiles[low - 1]) / (quantiles[low] - quantiles[low - 1]))) / parts;
    }
}
