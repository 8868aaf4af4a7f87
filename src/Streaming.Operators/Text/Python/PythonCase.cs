using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text;

/// <summary><c>str.lower()</c>: full Unicode lower-casing without a locale.</summary>
internal static class PythonCase
{
    private const char CapitalSigma = '\u03A3';
    private const char DottedCapitalI = '\u0130';
    private const string IgnorablePunctuation = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>How long a lower-cased text can get: dotted capital I becomes two code points.</summary>
    public static int MaxLength(int length) => 2 * length;

    /// <summary>The text in lower case; the same instance where it already is.</summary>
    public static string ToLower(string text)
    {
        var rented = ArrayPool<char>.Shared.Rent(MaxLength(text.Length));
        var lower = rented.AsSpan(0, Lower(text, rented));
        var result = lower.SequenceEqual(text) ? text : lower.ToString();
        ArrayPool<char>.Shared.Return(rented);
        return result;
    }

    /// <summary>Writes the lower-cased text and returns its length; <paramref name="into"/> must hold <see cref="MaxLength"/>.</summary>
    public static int Lower(ReadOnlySpan<char> text, Span<char> into)
    {
        Ascii.ToLower(text, into, out var ascii);
        var written = ascii;
        for (var i = ascii; i < text.Length;)
        {
            var c = CodePoints.At(text, i, out var units);
            switch (c)
            {
                case CapitalSigma:
                    into[written++] = IsFinalSigma(text, i) ? 'ς' : 'σ';
                    break;
                case DottedCapitalI:
                    into[written++] = 'i';
                    into[written++] = '\u0307';
                    break;
                case < 0x10000:
                    into[written++] = char.ToLowerInvariant((char)c);
                    break;
                default:
                    written += Rune.ToLowerInvariant(new Rune(c)).EncodeToUtf16(into[written..]);
                    break;
            }

            i += units;
        }

        return written;
    }

    /// <summary>The <c>str.isupper()</c> of a single character.</summary>
    public static bool IsUpper(int c) => PythonText.Category(c) == UnicodeCategory.UppercaseLetter
        || c is (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>The <c>str.islower()</c> of a single character.</summary>
    public static bool IsLower(int c) => PythonText.Category(c) == UnicodeCategory.LowercaseLetter
        || c is 0xAA or 0xBA or (>= 0x2B0 and <= 0x2B8) or 0x2C0 or 0x2C1 or (>= 0x2E0 and <= 0x2E4) or 0x37A or (>= 0x1D2C and <= 0x1D6A) or 0x1D78
            or (>= 0x1D9B and <= 0x1DBF) or 0x2071 or 0x207F or (>= 0x2090 and <= 0x209C) or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9)
            or 0x2C7C or 0x2C7D or 0xA69C or 0xA69D or 0xA770 or 0xA7F8 or 0xA7F9 or (>= 0xAB5C and <= 0xAB5F);

    // Unicode's Final_Sigma (section 3.13): a cased letter before, none after, case-ignorable characters skipped.
    private static bool IsFinalSigma(ReadOnlySpan<char> text, int at)
    {
        var before = at;
        while (before > 0 && CodePoints.Before(text, before, out var units) is var c)
        {
            before -= units;
            if (!IsCaseIgnorable(c))
            {
                return IsCased(c) && !IsCasedAfter(text, at + 1);
            }
        }

        return false;
    }

    private static bool IsCasedAfter(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var c = CodePoints.At(text, at, out var units);
            if (!IsCaseIgnorable(c))
            {
                return IsCased(c);
            }

            at += units;
        }

        return false;
    }

    private static bool IsCaseIgnorable(int c) => PythonText.Category(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || (c < 0x10000 && IgnorablePunctuation.Contains((char)c));

    private static bool IsCased(int c) => PythonText.Category(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || c is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
