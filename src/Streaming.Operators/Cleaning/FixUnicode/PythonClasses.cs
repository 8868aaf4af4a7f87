using System.Globalization;
using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The character classes of Python's <c>re</c>, where they differ from .NET's: <c>\w</c> has all numbers but no marks, <c>\s</c> has U+001C to U+001F.</summary>
internal static class PythonClasses
{
    /// <summary><c>\s</c>.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>Whether the text begins with <c>\w</c>.</summary>
    public static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done
        && (rune.Value == '_' || Rune.IsLetter(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);
}
