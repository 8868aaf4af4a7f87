namespace Streaming.Topologies;

/// <summary>Compares a value of a sample with a constant. Values of different kinds are unequal and unordered; strings compare by their UTF-16 code units.</summary>
internal static class PredicateComparison
{
    public static Func<Sample, bool> Compile(Func<Sample, object?> value, string sign, object constant) => sign switch
    {
        "==" => sample => Compare(value(sample), constant) == 0,
        "!=" => sample => Compare(value(sample), constant) != 0,
        "<" => sample => Compare(value(sample), constant) < 0,
        "<=" => sample => Compare(value(sample), constant) <= 0,
        ">" => sample => Compare(value(sample), constant) > 0,
        ">=" => sample => Compare(value(sample), constant) >= 0,
        _ => sample => Contains(value(sample), constant),
    };

    private static int? Compare(object? value, object constant) => (value, constant) switch
    {
        (long a, long b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (long or ulong or double, long or double) => Compare(ToDouble(value), ToDouble(constant)),
        _ => null,
    };

    // NaN is unordered, and unlike CompareTo says, not even equal to itself.
    private static int? Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);

    private static bool Contains(object? value, object constant) => value switch
    {
        string text => constant is string part && text.Contains(part, StringComparison.Ordinal),
        object?[] list => Array.Exists(list, v => Compare(v, constant) == 0),
        int[] list => Array.Exists(list, v => Compare((long)v, constant) == 0),
        float[] list => Array.Exists(list, v => Compare((double)v, constant) == 0),
        _ => false,
    };

    private static double ToDouble(object value) => value switch
    {
        long n => n,
        ulong n => n,
        _ => (double)value,
    };
}
