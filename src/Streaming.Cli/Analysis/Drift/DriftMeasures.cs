using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Analysis.Drift;

/// <summary>How far two distributions lie apart.</summary>
internal static class DriftMeasures
{
    // An empty bin would make the index infinite; so would the logarithm of zero.
    private const double LeastShare = 1e-4;

    private const int Bins = 10;

    /// <summary>The population stability index, Σ (a − e) · ln(a / e) over the deciles of the first distribution (Siddiqi, Credit Risk Scorecards, 2006): below 0.1 stable, above 0.25 another population.</summary>
    public static double Stability(Distribution expected, Distribution actual)
    {
        var inner = Enumerable.Range(1, Bins - 1).Select(i => expected.Quantile(i / (double)Bins)).Distinct().ToList();
        double[] borders = [double.NegativeInfinity, .. inner, double.PositiveInfinity];
        return Stability([.. Shares(expected, borders)], [.. Shares(actual, borders)]);
    }

    /// <summary>The same over given shares.</summary>
    public static double Stability(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        double sum = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            var (e, a) = (Math.Max(expected[i], LeastShare), Math.Max(actual[i], LeastShare));
            sum += (a - e) * Math.Log(a / e);
        }

        return sum;
    }

    /// <summary>The Kolmogorov–Smirnov statistic: the largest distance between the two empirical distribution functions.</summary>
    public static double Distance(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (i, j, largest) = (0, 0, 0.0);
        while (i < one.Count && j < other.Count)
        {
            var value = Math.Min(one[i], other[j]);
            for (; i < one.Count && one[i] <= value; i++)
            {
            }

            for (; j < other.Count && other[j] <= value; j++)
            {
            }

            largest = Math.Max(largest, Math.Abs((i / (double)one.Count) - (j / (double)other.Count)));
        }

        return largest;
    }

    /// <summary>The chance of such a distance between two samples of one distribution: Kolmogorov's series with Stephens' correction (1970).</summary>
    public static double Chance(double distance, long one, long other)
    {
        var n = Math.Sqrt((double)one * other / (one + other));
        var lambda = (n + 0.12 + (0.11 / n)) * distance;
        double sum = 0;
        for (var k = 1; k <= 100; k++)
        {
            sum += 2 * ((k & 1) == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * lambda * lambda);
        }

        // Below 0.2 the series does not converge in so few terms, and the chance is 1 to ten digits.
        return lambda < 0.2 ? 1 : Math.Clamp(sum, 0, 1);
    }

    // (b_i-1, b_i]: the first bin holds what equals its upper border, as a quantile does.
    private static IEnumerable<double> Shares(Distribution distribution, double[] borders)
    {
        for (var i = 1; i < borders.Length; i++)
        {
            yield return distribution.ShareBetween(i == 1 ? borders[0] : Math.BitIncrement(borders[i - 1]), borders[i]);
        }
    }
}
