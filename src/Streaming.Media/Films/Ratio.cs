using System.Globalization;
using System.Numerics;

namespace Streaming.Recordings.Films;

/// <summary>A ratio of width to height without rounding.</summary>
/// <param name="Above">The numerator.</param>
/// <param name="Below">The denominator, above 0.</param>
internal readonly record struct Ratio(BigInteger Above, BigInteger Below) : IComparable<Ratio>
{
    private const int MaxDigits = 20;

    /// <summary>Reads <c>9/21</c>, <c>9:21</c>, <c>2</c> or <c>1.5</c>; null where it is none.</summary>
    public static Ratio? Parse(string text)
    {
        var parts = text.Trim().Split([':', '/']);
        return parts.Length switch
        {
            1 => Number(parts[0]),
            2 when Whole(parts[0]) is { } above && Whole(parts[1]) is { IsZero: false } below => new(above, below),
            _ => null,
        };
    }

    /// <summary>The exact value of a double.</summary>
    public static Ratio Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        var power = Math.Max(exponent, 1) - 1075;
        var above = new BigInteger(value < 0 ? -mantissa : mantissa);
        return power >= 0 ? new(above << power, 1) : new(above, BigInteger.One << -power);
    }

    public int CompareTo(Ratio other) => (Above * other.Below).CompareTo(other.Above * Below);

    /// <summary>The smallest whole number that is not below this times a number.</summary>
    public int CeilingOf(int times) => (int)-BigInteger.Divide(-(times * Above) - (Below - 1) + ((times * Above) % Below == 0 ? Below - 1 : 0), Below);

    /// <summary>The whole part of this times a number.</summary>
    public int FloorOf(int times) => (int)BigInteger.Divide(times * Above, Below);

    /// <summary>The ratio of height to width.</summary>
    public Ratio Turned => new(Below, Above);

    public override string ToString() => $"{Above}/{Below}";

    private static BigInteger? Whole(string text) =>
        text.Trim() is { Length: > 0 and <= MaxDigits } digits && digits.All(char.IsAsciiDigit) ? BigInteger.Parse(digits, CultureInfo.InvariantCulture) : null;

    private static Ratio? Number(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return Whole(text) is { } whole ? new(whole, 1) : null;
        }

        return Whole(text.Remove(point, 1)) is { } digits ? new(digits, BigInteger.Pow(10, text.Length - point - 1)) : null;
    }
}
