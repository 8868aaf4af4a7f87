using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text;

/// <summary>Values as Python prints them: <c>str(value)</c>, and <c>repr(value)</c> inside lists.</summary>
internal static class PythonRepr
{
    private const int MaxWholeDigits = 16;
    private const int MinPoint = -3;

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

        var parts = number.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var whole = parts[0].Split('.')[0];
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var leading = parts[0].Replace(".", "", StringComparison.Ordinal).Length - digits.Length;
        var point = whole.Length - leading + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return (double.IsNegative(number) ? "-" : "") + (number == 0 ? "0.0" : Laid(digits.TrimEnd('0'), point));
    }

    // The digits with the point after so many of them: with an exponent from 1e16 on and below 1e-4.
    private static string Laid(string digits, int point) => point switch
    {
        > MaxWholeDigits or < MinPoint => $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(point > 0 ? '+' : '-')}{Math.Abs(point - 1):00}",
        <= 0 => "0." + new string('0', -point) + digits,
        _ when digits.Length <= point => digits.PadRight(point, '0') + ".0",
        _ => digits[..point] + "." + digits[point..],
    };

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
