using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text;

/// <summary>Values as Python prints them: <c>str(value)</c>, and <c>repr(value)</c> inside lists.</summary>
internal static class PythonRepr
{
    // From here on Python writes exponents; .NET does so a power of ten earlier.
    private const double FirstExponent = 1e16;

    /// <summary>Python's <c>str(value)</c> of a column's value.</summary>
    public static string Str(object? value) => value as string ?? Of(value);

    /// <summary>Python's <c>repr(value)</c> of a column's value.</summary>
    public static string Of(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        double number => Number(number),
        string text => Quoted(text),
        object?[] items => $"[{string.Join(", ", items.Select(Of))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Number(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (shortest.Contains('E', StringComparison.Ordinal))
        {
            if (Math.Abs(number) is < 1 or >= FirstExponent)
            {
                return shortest.Replace('E', 'e');
            }

            shortest = decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        for (var i = 0; i < text.Length;)
        {
            var point = CodePoints.At(text, i, out var units);
            quoted.Append(point switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when point == quote => "\\" + quote,
                _ when point == ' ' || IsPrinted(point) => text.Substring(i, units),
                < 0x100 => $"\\x{point:x2}",
                < 0x10000 => $"\\u{point:x4}",
                _ => $"\\U{point:x8}",
            });
            i += units;
        }

        return quoted.Append(quote).ToString();
    }

    private static bool IsPrinted(int point) => PythonText.Category(point) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
