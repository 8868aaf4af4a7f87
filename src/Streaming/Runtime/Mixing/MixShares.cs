using System.Numerics;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Turns what a mix says into the sources' shares, as whole numbers.</summary>
/// <param name="mix">The mix.</param>
/// <param name="sources">The sources' names.</param>
internal sealed class MixShares(MixSpec mix, IReadOnlyList<string> sources)
{
    private const int MostDigits = 9;

    /// <summary>The shares of the sources that are still there. All are 0 where nothing may go on: what is synthetic does not go on without originals.</summary>
    /// <param name="weights">The weights in force, in the sources' order.</param>
    /// <param name="ended">Which sources are exhausted.</param>
    public IReadOnlyList<long> Of(IReadOnlyList<double> weights, IReadOnlyList<bool> ended)
    {
        var parts = new double[sources.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ended[i] ? 0 : Heated(weights[i]) * mix.Upsample.GetValueOrDefault(sources[i], 1);
        }

        Fix(parts, ended);
        Bound(parts);
        return Whole(parts);
    }

    private double Heated(double weight) => mix.Temperature == 1 || weight == 0 ? weight : Math.Pow(weight, 1 / mix.Temperature);

    // Sources of a given proportion get it; the others share what is left.
    private void Fix(double[] parts, IReadOnlyList<bool> ended)
    {
        var named = Enumerable.Range(0, parts.Length).Where(i => !ended[i] && mix.Proportion.ContainsKey(sources[i])).ToList();
        if (named.Count == 0)
        {
            return;
        }

        var others = Enumerable.Range(0, parts.Length).Where(i => !mix.Proportion.ContainsKey(sources[i])).Sum(i => parts[i]);
        var given = named.Sum(i => mix.Proportion[sources[i]]);
        var left = Math.Max(0, 1 - given);
        for (var i = 0; i < parts.Length; i++)
        {
            if (mix.Proportion.TryGetValue(sources[i], out var share))
            {
                parts[i] = ended[i] ? 0 : share;
            }
            else if (others > 0)
            {
                parts[i] = Rounded(parts[i] / others * left);
            }
        }
    }

    // At most so much synthetic for each original.
    private void Bound(double[] parts)
    {
        if (mix.Synthetic is not { } bound)
        {
            return;
        }

        var synthetic = Enumerable.Range(0, parts.Length).Where(i => bound.Sources.Contains(sources[i])).ToList();
        var total = synthetic.Sum(i => parts[i]);
        var allowed = bound.MaxRatio * (parts.Sum() - total);
        if (total > allowed)
        {
            synthetic.ForEach(i => parts[i] = Rounded(parts[i] * (allowed / total)));
        }
    }

    // What people write in decimals stays what they wrote: 0.7 and 0.3 are 7 and 3.
    private static long[] Whole(double[] parts)
    {
        for (var (digits, scale) = (0, 1.0); digits <= MostDigits; digits++, scale *= 10)
        {
            if (parts.All(p => IsWhole(p * scale)) && parts.Sum(p => p * scale) <= FairShares.Largest)
            {
                var whole = parts.Select(p => (long)Math.Round(p * scale)).ToArray();
                var divisor = (long)whole.Aggregate(BigInteger.Zero, (a, b) => BigInteger.GreatestCommonDivisor(a, b));
                return divisor > 1 ? [.. whole.Select(w => w / divisor)] : whole;
            }
        }

        var sum = parts.Sum();
        return [.. parts.Select(p => p == 0 ? 0 : Math.Max(1, (long)Math.Round(p / sum * (FairShares.Largest / 2))))];
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) <= 1e-12 * Math.Max(1, value) && (value == 0 || Math.Round(value) > 0);

    private static double Rounded(double value) => Math.Round(value, 15);
}
