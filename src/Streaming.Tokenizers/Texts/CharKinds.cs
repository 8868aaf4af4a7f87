using System.Buffers;
using System.Globalization;

namespace Streaming.Tokenizers.Texts;

/// <summary>The questions that normalizers and pre-tokenizers ask of a code point.</summary>
internal static class CharKinds
{
    /// <summary>
    /// First and last of the ranges below U+10000 with marks, punctuation and format characters that are younger than the Unicode tables of the original's BERT parts
    /// (Unicode 7; found by comparing all code points). Its vocabularies are made with those tables, so here they are none.
    /// </summary>
    private const string Younger =
        "\u061D\u061D\u07FD\u07FD\u0890\u0891\u0897\u089F\u08CA\u08E2\u09FD\u09FE\u0A76\u0A76\u0AFA\u0AFF\u0B55\u0B55\u0C04\u0C04\u0C3C\u0C3C\u0C77\u0C77\u0C84\u0C84\u0D00\u0D00"
        + "\u0D3B\u0D3C\u0D81\u0D81\u0EBA\u0EBA\u0ECE\u0ECE\u180F\u180F\u1885\u1886\u1ABF\u1ACE\u1B4E\u1B4F\u1B7D\u1B7F\u1DF6\u1DFB\u2E43\u2E4F\u2E52\u2E5D\uA82C\uA82C\uA8C5\uA8C5"
        + "\uA8FF\uA8FF\uA9BD\uA9BD";

    private static readonly SearchValues<char> YoungerChars = SearchValues.Create(
        [.. Younger.Chunk(2).SelectMany(range => Enumerable.Range(range[0], range[1] - range[0] + 1)).Select(value => (char)value)]);

    public static bool IsWhiteSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    // U+166D was punctuation before it became a symbol.
    public static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? !Rune.IsLetterOrDigit(rune) && !Rune.IsControl(rune) && rune.Value != ' '
        : rune.Value == 0x166D || (Rune.IsPunctuation(rune) && !IsYounger(rune));

    public static bool IsNumber(Rune rune) => Rune.IsNumber(rune);

    public static bool IsNonSpacingMark(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark && !IsYounger(rune);

    public static bool IsMark(Rune rune) => !rune.IsAscii
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Control, format and private-use characters but tab and line ends: what BERT removes.</summary>
    public static bool IsBertControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        && !IsYounger(rune);

    /// <summary>The blocks of CJK ideographs that BERT writes apart.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary><c>\w</c> as Unicode's UTS 18 defines it: Alphabetic, marks, decimal digits, connectors, joiners.</summary>
    public static bool IsWord(Rune rune) => Rune.IsLetter(rune) || rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
        or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189)
        || IsMark(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;

    private static bool IsYounger(Rune rune) => rune.IsBmp && YoungerChars.Contains((char)rune.Value);
}
