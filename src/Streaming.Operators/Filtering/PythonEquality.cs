using System.Globalization;

namespace Streaming.Operators.Filtering;

/// <summary>Compares column values as Python does.</summary>
internal static class PythonEquality
{
    /// <summary>Numbers by value whatever their type, true being 1; a string never equals a number.</summary>
    public static bool AreEqual(object? first, object? second) => (first, second) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (long a, long b) => a == b,
        (IConvertible a and not string, IConvertible b and not string) =>
            a.ToDouble(CultureInfo.InvariantCulture).Equals(b.ToDouble(CultureInfo.InvariantCulture)),
        _ => false,
    };
}
