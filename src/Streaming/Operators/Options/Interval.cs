using System.Globalization;

namespace Streaming.Operators;

/// <summary>The range of a figure with which samples stay, with Data-Juicer's rules for ends and reversal.</summary>
/// <param name="Min">The lower end.</param>
/// <param name="Max">The upper end; 2^63-1 and more count as none.</param>
/// <param name="MinClosed">Whether the lower end itself is in the range.</param>
/// <param name="MaxClosed">Whether the upper end itself is in the range.</param>
/// <param name="Reversed">Keeps what is outside instead. The ends change sides too: a closed end belongs to what is kept.</param>
public readonly record struct Interval(double Min, double Max, bool MinClosed = true, bool MaxClosed = true, bool Reversed = false)
{
    /// <summary>Whether a sample with this figure stays. NaN is in no range.</summary>
    public bool Keeps(double value) => Reversed != (
        (MinClosed != Reversed ? value >= Min : value > Min) && (MaxClosed != Reversed ? value <= Max : value < Max));

    /// <summary>Why a sample with this figure does not stay.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="figure">The figure.</param>
    public Rejection Reject(string name, double figure)
    {
        var threshold = ToString();
        return new($"{name} {figure.ToString(CultureInfo.InvariantCulture)} is not {(Reversed ? "" : "in ")}{threshold}", figure, threshold);
    }

    /// <summary>The range, e.g. <c>[10, 100000]</c>, <c>[0.25, ∞)</c> or <c>outside (20, 100)</c>.</summary>
    public override string ToString()
    {
        var min = Min <= long.MinValue ? "(-∞" : (MinClosed != Reversed ? "[" : "(") + Min.ToString(CultureInfo.InvariantCulture);
        var max = Max >= long.MaxValue ? "∞)" : Max.ToString(CultureInfo.InvariantCulture) + (MaxClosed != Reversed ? "]" : ")");
        return $"{(Reversed ? "outside " : "")}{min}, {max}";
    }
}
