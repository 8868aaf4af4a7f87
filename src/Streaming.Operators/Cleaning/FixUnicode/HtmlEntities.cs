using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Decodes the HTML entities that cannot be anything else: those that end in a semicolon, and capitalised spellings such as <c>&amp;EACUTE;</c>.</summary>
internal static class HtmlEntities
{
    private const int LongestBody = 24;

    // Capital names that HTML knows without a semicolon: a browser reads "&GTCC;" as ">CC;", so no longer name may begin with one.
    private static readonly string[] CapitalPrefixes = ["AMP", "COPY", "ETH", "GT", "LT", "QUOT", "REG", "THORN"];

    /// <summary>The text with its entities decoded once; the same string where there are none.</summary>
    public static string Decode(string text)
    {
        StringBuilder? decoded = null;
        var copied = 0;
        for (var i = text.IndexOf('&', StringComparison.Ordinal); i >= 0 && i < text.Length; i = text.IndexOf('&', i))
        {
            if (TryDecode(text, i + 1, out var replacement, out var end))
            {
                decoded ??= new(text.Length);
                decoded.Append(text, copied, i - copied).Append(replacement);
                copied = end;
                i = end;
            }
            else
            {
                i++;
            }
        }

        return decoded?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static bool TryDecode(string text, int start, out string replacement, out int end)
    {
        (replacement, end) = ("", BodyEnd(text, start));
        if (end < 0 || DecodeBody(text.AsSpan(start, end - start)) is not { } first)
        {
            return false;
        }

        replacement = first;

        // "&amp;amp;amp;…" would take a pass for each layer; the ampersands fold into one here.
        while (replacement == "&" && BodyEnd(text, end + 1) is > 0 and var next && DecodeBody(text.AsSpan(end + 1, next - end - 1)) == "&")
        {
            end = next;
        }

        end++;
        return true;
    }

    // The place of the semicolon after #? and 1 to 24 letters or digits, or -1.
    private static int BodyEnd(string text, int start)
    {
        var from = start < text.Length && text[start] == '#' ? start + 1 : start;
        var i = from;
        while (i < text.Length && i - from <= LongestBody && char.IsAsciiLetterOrDigit(text[i]))
        {
            i++;
        }

        return i < text.Length && text[i] == ';' && i > from && i - from <= LongestBody ? i : -1;
    }

    private static string? DecodeBody(ReadOnlySpan<char> body) =>
        body[0] == '#' ? DecodeNumber(body[1..]) : HtmlEntityProvider.Resolver.GetSymbol($"{body};") ?? DecodeCapitals(body.ToString());

    private static string? DecodeNumber(ReadOnlySpan<char> digits)
    {
        var isHex = digits[0] is 'x' or 'X';
        digits = isHex ? digits[1..] : digits;
        if (digits.IsEmpty)
        {
            return null;
        }

        var number = 0;
        foreach (var c in digits)
        {
            if (!(isHex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c)))
            {
                return null;
            }

            number = Math.Min((number * (isHex ? 16 : 10)) + (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10), 0x110000);
        }

        // An encoded semicolon stays as it is: ftfy takes one in the result for a sign that the entity was not used up.
        return number == ';' ? null : CharacterOf(number);
    }

    // The rules of HTML for numbers that are no characters.
    private static string CharacterOf(int number) => number switch
    {
        0 or (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF => "\uFFFD",
        >= 0x80 and <= 0x9F => SingleByteEncodings.Windows1252.UpperHalf[(number - 0x80)..(number - 0x7F)],
        (>= 1 and <= 8) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
        _ when (number & 0xFFFE) == 0xFFFE => "",
        _ => char.ConvertFromUtf32(number),
    };

    private static string? DecodeCapitals(string body)
    {
        if (body.AsSpan().IndexOfAnyInRange('a', 'z') >= 0 || CapitalPrefixes.Any(p => body.StartsWith(p, StringComparison.Ordinal)))
        {
            return null;
        }

        return HtmlEntityProvider.Resolver.GetSymbol($"{body.ToLowerInvariant()};") is { } small ? Capitalise(small) : null;
    }

    // Full upper-casing, where .NET has only the simple one.
    private static string Capitalise(string small) => small switch
    {
        "ß" => "SS",
        "ŉ" => "ʼN",
        "ı" => "I",
        "\uFB00" => "FF",
        "\uFB01" => "FI",
        "\uFB02" => "FL",
        "\uFB03" => "FFI",
        "\uFB04" => "FFL",
        _ => small.ToUpper(CultureInfo.InvariantCulture),
    };
}
