namespace Streaming.Operators.Selection.Quantiles;

/// <summary>A value that cuts a share of the numbers off, and how many of those that equal it belong to the lower side.</summary>
/// <param name="Value">The value.</param>
/// <param name="BelowOfEqual">The share of the numbers equal to it that counts as below, so that ties do not move the share: 0 to 1.</param>
internal readonly record struct QuantileBound(double Value, double BelowOfEqual)
{
    /// <summary>The bounds at some shares, of the numbers of several sketches together.</summary>
    public static QuantileBound[] Of(IReadOnlyList<QuantileSketch> sketches, IReadOnlyList<double> shares)
    {
        var values = sketches.SelectMany(s => s.Values()).ToArray();
        Array.Sort(values, (a, b) => a.Value.CompareTo(b.Value));
        var total = values.Sum(v => v.Weight);
        return [.. shares.Select(share => At(values, share * total))];
    }

    /// <summary>Whether the bound is above a value, given its draw of [0, 1) among those that equal the bound.</summary>
    public bool IsAbove(double value, double draw) => value < Value || (value == Value && draw < BelowOfEqual);

    private static QuantileBound At((double Value, long Weight)[] values, double rank)
    {
        long below = 0;
        for (var i = 0; i < values.Length;)
        {
            var (value, equal) = (values[i].Value, 0L);
            for (; i < values.Length && values[i].Value == value; i++)
            {
                equal += values[i].Weight;
            }

            if (below + equal >= rank)
            {
                return new(value, Math.Clamp((rank - below) / equal, 0, 1));
            }

            below += equal;
        }

        return new(double.PositiveInfinity, 0);
    }
}
