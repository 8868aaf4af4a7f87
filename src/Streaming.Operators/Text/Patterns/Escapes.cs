using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>The escapes that patterns and templates of Python share.</summary>
internal static class Escapes
{
    /// <summary>How many of the digits that start here name a group: 0 where they are an octal escape or no digits.</summary>
    public static int GroupDigits(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits[0] is < '1' or > '9')
        {
            return 0;
        }

        var two = digits.Length > 1 && char.IsAsciiDigit(digits[1]);
        return two && digits.Length > 2 && IsOctal(digits[0]) && IsOctal(digits[1]) && IsOctal(digits[2]) ? 0 : two ? 2 : 1;
    }

    /// <summary>Appends what an escape of a template stands for; unknown ones of other characters than letters stay as they are.</summary>
    public static void AppendLiteral(string text, ref int i, StringBuilder into)
    {
        if (i + 1 < text.Length && text[i + 1] == '\\')
        {
            into.Append('\\');
            i += 2;
        }
        else if (i + 1 < text.Length && !char.IsAsciiLetterOrDigit(text[i + 1]))
        {
            into.Append(text, i, 2);
            i += 2;
        }
        else
        {
            AppendCodePoint(into, CodePoint(text, ref i));
        }
    }

    /// <summary>The character of the escape at a place, which is moved behind it: <c>\n \t \x41 \u00e4 \U0001F600 \012 \.</c></summary>
    /// <exception cref="FormatException">It is unknown or broken.</exception>
    public static int CodePoint(string text, ref int i)
    {
        if (i + 1 >= text.Length)
        {
            throw new FormatException("It ends in a single backslash.");
        }

        var c = text[i + 1];
        switch (c)
        {
            case 'x': return Hex(text, ref i, 2);
            case 'u': return Hex(text, ref i, 4);
            case 'U': return Hex(text, ref i, 8);
            case >= '0' and <= '7': return Octal(text, ref i);
        }

        var at = "abfnrtv".IndexOf(c, StringComparison.Ordinal);
        if (at < 0 && char.IsAsciiLetterOrDigit(c))
        {
            throw new FormatException($"The escape \\{c} is unknown or not supported.");
        }

        i++;
        var codePoint = at >= 0 ? "\a\b\f\n\r\t\v"[at] : CodePoints.At(text, i, out _);
        i += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    /// <summary>Appends a code point; lone surrogates as they are.</summary>
    public static void AppendCodePoint(StringBuilder into, int codePoint)
    {
        if (codePoint > char.MaxValue)
        {
            into.Append(char.ConvertFromUtf32(codePoint));
        }
        else
        {
            into.Append((char)codePoint);
        }
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';

    private static int Octal(string text, ref int i)
    {
        var (value, end) = (0, i + 1);
        while (end < text.Length && end < i + 4 && IsOctal(text[end]))
        {
            value = (value * 8) + text[end++] - '0';
        }

        i = end;
        return value & 0xFF;
    }

    private static int Hex(string text, ref int i, int digits)
    {
        if (i + 2 + digits > text.Length
            || !int.TryParse(text.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0x10FFFF)
        {
            throw new FormatException($"The escape \\{text[i + 1]} needs {digits} hexadecimal digits of a code point.");
        }

        i += 2 + digits;
        return value;
    }
}
