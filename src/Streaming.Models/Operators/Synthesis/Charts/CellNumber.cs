using System.Globalization;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>Figures as people write them in tables: with units of money, signs of percent, separators of thousands, minus signs and brackets of accountants.</summary>
internal static class CellNumber
{
    private const int LongestNumber = 64;
    private const string Decorations = "$€£¥₹%‰ \u00A0\u202F\u2009'’+";

    /// <summary>The figure of a cell, or null where it is something else. <c>12 %</c> is 12.</summary>
    public static double? Read(string cell)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length is 0 or > LongestNumber)
        {
            return null;
        }

        var isBracketed = text is ['(', .., ')'];
        Span<char> plain = stackalloc char[LongestNumber];
        var length = Strip(isBracketed ? text[1..^1] : text, plain);
        return double.TryParse(WithPoint(plain[..length]), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? isBracketed ? -number : number : null;
    }

    private static int Strip(ReadOnlySpan<char> text, Span<char> plain)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (!Decorations.Contains(c, StringComparison.Ordinal))
            {
                plain[length++] = c is '−' or '–' ? '-' : c;
            }
        }

        return length;
    }

    // Of a point and a comma the last one is the decimal sign. A sign that comes several times, and a comma before exactly three digits, part thousands.
    private static ReadOnlySpan<char> WithPoint(Span<char> text)
    {
        var (comma, point) = (text.LastIndexOf(','), text.LastIndexOf('.'));
        var isDecimalComma = comma > point && (point >= 0 || (text.IndexOf(',') == comma && text.Length - comma != 4));
        var separator = isDecimalComma ? '.' : ',';
        if (comma < 0 && text.IndexOf('.') != point)
        {
            separator = '.';
        }

        var length = 0;
        foreach (var c in text)
        {
            if (c != separator)
            {
                text[length++] = c == ',' ? '.' : c;
            }
        }

        return text[..length];
    }
}
