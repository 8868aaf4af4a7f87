using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text;

/// <summary>Python's <c>str.lower()</c>: .NET's invariant lower-casing, and the two rules of Unicode's SpecialCasing that it leaves out.</summary>
internal static class PythonCase
{
    private const char CapitalSigma = 'Σ';
    private const char FinalSigma = 'ς';
    private const string CapitalIWithDot = "İ";

    private static readonly SearchValues<char> Special = SearchValues.Create("Σİ");

    /// <summary>The text in lower case: a capital I with dot becomes two code points, a capital sigma at the end of a word its final form.</summary>
    public static string ToLower(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
        {
            return text.ToLowerInvariant();
        }

        text = text.Replace(CapitalIWithDot, "i\u0307", StringComparison.Ordinal);
        var lower = text.ToLowerInvariant().ToCharArray();
        for (var i = text.IndexOf(CapitalSigma, StringComparison.Ordinal); i >= 0; i = text.IndexOf(CapitalSigma, i + 1))
        {
            if (IsAfterCased(text.AsSpan(0, i)) && !IsBeforeCased(text.AsSpan(i + 1)))
            {
                lower[i] = FinalSigma;
            }
        }

        return new(lower);
    }

    private static bool IsAfterCased(ReadOnlySpan<char> before)
    {
        while (Rune.DecodeLastFromUtf16(before, out var rune, out var length) == OperationStatus.Done)
        {
            if (!IsCaseIgnorable(rune))
            {
                return IsCased(rune);
            }

            before = before[..^length];
        }

        return false;
    }

    private static bool IsBeforeCased(ReadOnlySpan<char> after)
    {
        foreach (var rune in after.EnumerateRunes())
        {
            if (!IsCaseIgnorable(rune))
            {
                return IsCased(rune);
            }
        }

        return false;
    }

    // Unicode's Case_Ignorable: marks, modifiers and formats, and the punctuation that Word_Break counts as inside a word.
    private static bool IsCaseIgnorable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    // Unicode's Cased, less what is case-ignorable: letters with case, and Other_Uppercase and Other_Lowercase.
    private static bool IsCased(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
