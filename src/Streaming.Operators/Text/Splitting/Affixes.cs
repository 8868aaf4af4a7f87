using System.Globalization;

namespace Streaming.Operators.Text.Splitting;

/// <summary>What is cut off a word at its start and its end, and out of its middle.</summary>
internal static class Affixes
{
    private static readonly CodePointSet Quotes = CodePointSet.Where(c => c < 0x10000 && "'\"”“`‘´’‚„»«「」『』（）〔〕【】《》〈〉⟦⟧".Contains((char)c));
    private static readonly CodePointSet Marks = CodePointSet.Where(c => c < 0x10000 && "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪".Contains((char)c));
    private static readonly CodePointSet Currency = CodePointSet.Where(c => PythonText.Category(c) == UnicodeCategory.CurrencySymbol || c == 0xFDFC);
    private static readonly CodePointSet Icons = CodePointSet.Where(c => PythonText.Category(c) == UnicodeCategory.OtherSymbol);
    private static readonly CodePointSet Both = CodePointSet.Where(c => Quotes.Contains(c) || Marks.Contains(c) || Icons.Contains(c) || c is 0x2014 or 0x2013);

    private static readonly HashSet<string> Units =
    [
        "km", "km²", "km³", "m", "m²", "m³", "dm", "dm²", "dm³", "cm", "cm²", "cm³", "mm", "mm²", "mm³", "ha", "µm", "nm", "yd", "in", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz",
        "m/s", "km/h", "mph", "hPa", "Pa", "mbar", "mb", "MB", "kb", "KB", "gb", "GB", "tb", "TB", "T", "G", "M", "K", "%", "км", "км²", "км³", "м", "м²", "м³", "дм", "см", "см²", "мм", "нм",
        "кг", "г", "мг", "м/с", "км/ч", "кПа", "Па", "мбар", "Кб", "КБ", "кб", "Мб", "МБ", "мб", "Гб", "ГБ", "гб", "Тб", "ТБ", "тб",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> UnitOf = Units.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly int LongestUnit = Units.Max(u => u.Length);

    /// <summary>The units of the prefix at the start; 0 where there is none.</summary>
    public static int Prefix(ReadOnlySpan<char> text, int from, int to)
    {
        var first = text[from];
        if (char.IsAsciiLetterOrDigit(first))
        {
            return first is 'U' && text[from..to].StartsWith("US$") ? 3 : first is 'C' or 'A' && from + 1 < to && text[from + 1] == '$' ? 2 : 0;
        }

        switch (first)
        {
            case '.': return Dots(text, from, to);
            case '+': return from + 1 < to && char.IsAsciiDigit(text[from + 1]) ? 0 : 1;
            case '§' or '%' or '=': return 1;
        }

        var c = CodePoints.At(text, from, out var units);
        return Both.Contains(c) || Currency.Contains(c) ? units : 0;
    }

    /// <summary>The units of the suffix at the end; 0 where there is none.</summary>
    public static int Suffix(ReadOnlySpan<char> text, int from, int to)
    {
        if (from >= to)
        {
            return 0;
        }

        var last = text[to - 1];
        if (last is 's' or 'S' && to - from >= 2 && text[to - 2] is '\'' or '’')
        {
            return 2;
        }

        if (last == '.')
        {
            return FullStop(text, from, to);
        }

        var c = CodePoints.Before(text, to, out var units);
        if (Both.Contains(c))
        {
            return units;
        }

        var followsDigit = to - units > from && char.IsAsciiDigit(text[to - units - 1]);
        return (followsDigit && (c == '+' || Currency.Contains(c))) ? units : Unit(text, from, to);
    }

    /// <summary>The units of the infix at a place; 0 where there is none.</summary>
    public static int Infix(ReadOnlySpan<char> text, int from, int at, int to)
    {
        var c = text[at];
        if (char.IsAsciiLetterOrDigit(c))
        {
            return 0;
        }

        if (c == '.' && Dots(text, at, to) is var dots and > 0)
        {
            return dots;
        }

        var symbol = CodePoints.At(text, at, out var units);
        if (c == '…' || Icons.Contains(symbol))
        {
            return units;
        }

        var before = CodePoints.Before(text[from..], at - from, out _);
        return at + 1 < to ? Between(text, c, before, at, to) : 0;
    }

    private static int Between(ReadOnlySpan<char> text, char c, int before, int at, int to)
    {
        var after = CodePoints.At(text, at + 1, out _);
        return c switch
        {
            '+' or '*' or '^' => IsDigit(before) && (IsDigit(after) || after == '-') ? 1 : 0,
            '.' => (IsLower(before) || Quotes.Contains(before)) && (IsUpper(after) || Quotes.Contains(after)) ? 1 : 0,
            ',' => IsLetter(before) && IsLetter(after) ? 1 : 0,
            ':' or '<' or '>' or '=' or '/' => (IsLetter(before) || IsDigit(before)) && IsLetter(after) ? 1 : 0,
            '-' when IsDigit(before) && (IsDigit(after) || after == '-') => 1,
            '-' or '–' or '—' or '~' => IsLetter(before) ? Dashes(text, at, to) : 0,
            _ => 0,
        };
    }

    // One dash, up to three hyphens or two long dashes, before a letter.
    private static int Dashes(ReadOnlySpan<char> text, int at, int to)
    {
        var most = text[at] switch { '-' => 3, '—' => 2, _ => 1 };
        for (var length = 1; length <= most && at + length < to; length++)
        {
            if (IsLetter(CodePoints.At(text, at + length, out _)))
            {
                return length;
            }

            if (text[at + length] != text[at])
            {
                return 0;
            }
        }

        return 0;
    }

    private static int FullStop(ReadOnlySpan<char> text, int from, int to)
    {
        var dots = text[from..to].Length - text[from..to].TrimEnd('.').Length;
        if (dots > 1)
        {
            return dots;
        }

        if (to - from < 2)
        {
            return 0;
        }

        var before = CodePoints.Before(text[from..], to - 1 - from, out var units);
        if (IsLower(before) || IsDigit(before) || before is '%' or '²' or '-' or '+' || Quotes.Contains(before) || Marks.Contains(before))
        {
            return 1;
        }

        var second = to - 1 - units;
        return second > from && IsUpper(before) && IsUpper(CodePoints.Before(text[from..], second - from, out _)) ? 1 : 0;
    }

    private static int Unit(ReadOnlySpan<char> text, int from, int to)
    {
        for (var length = Math.Min(LongestUnit, to - from - 1); length > 0; length--)
        {
            if (char.IsAsciiDigit(text[to - length - 1]) && UnitOf.Contains(text[(to - length)..to]))
            {
                return length;
            }
        }

        return 0;
    }

    // Two full stops or more are one token.
    private static int Dots(ReadOnlySpan<char> text, int from, int to)
    {
        var length = text[from..to].IndexOfAnyExcept('.');
        length = length < 0 ? to - from : length;
        return length > 1 ? length : 0;
    }

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    private static bool IsLetter(int c) => PythonText.Category(c) <= UnicodeCategory.OtherLetter;

    private static bool IsLower(int c) => PythonText.Category(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter;

    private static bool IsUpper(int c) => PythonText.Category(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter;
}
