using System.Buffers;
using System.Globalization;

namespace Streaming.Operators.Text;

/// <summary>Classes of characters as Python's <c>str</c> methods and the <c>regex</c> module see them.</summary>
internal static class PythonText
{
    private static readonly Lazy<CodePointSet> LettersAndNumbers = new(() => CodePointSet.Where(c => Category(c) is <= UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber));

    private static readonly Lazy<CodePointSet> Letters = new(() => CodePointSet.Where(c => Category(c) <= UnicodeCategory.OtherLetter));

    /// <summary><c>str.isalnum</c>: letters and everything numeric (½ ² Ⅷ ⑩), no marks.</summary>
    public static CodePointSet Alphanumeric => LettersAndNumbers.Value;

    /// <summary><c>str.isalpha</c>: letters.</summary>
    public static CodePointSet Alphabetic => Letters.Value;

    /// <summary>What <c>str.strip</c> takes off: white space, and the separators U+001C to U+001F.</summary>
    public static SearchValues<char> WhiteSpace { get; } = SearchValues.Create(WhiteSpaceCharacters);

    /// <summary>The members of <see cref="WhiteSpace"/>.</summary>
    public const string WhiteSpaceCharacters =
        "\t\n\v\f\r\x1C\x1D\x1E\x1F \x85\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    /// <summary>Where <c>str.splitlines</c> breaks.</summary>
    public static SearchValues<char> LineBreaks { get; } = SearchValues.Create("\n\v\f\r\x1C\x1D\x1E\x85\u2028\u2029");

    /// <summary><c>str.strip()</c>.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyExcept(WhiteSpace);
        return first < 0 ? [] : text[first..(text.LastIndexOfAnyExcept(WhiteSpace) + 1)];
    }

    /// <summary><c>str.rstrip()</c>.</summary>
    public static ReadOnlySpan<char> StripEnd(ReadOnlySpan<char> text) => text[..(text.LastIndexOfAnyExcept(WhiteSpace) + 1)];

    /// <summary><c>len(str.split())</c>.</summary>
    public static int CountFields(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var start = text.IndexOfAnyExcept(WhiteSpace); start >= 0; start = text.IndexOfAnyExcept(WhiteSpace))
        {
            count++;
            text = text[start..];
            var length = text.IndexOfAny(WhiteSpace);
            text = length < 0 ? [] : text[length..];
        }

        return count;
    }

    /// <summary>Whether the <c>regex</c> module's <c>\w</c> matches it: letters, marks, decimal digits, letter numbers, connectors, circled letters, joiners.</summary>
    public static bool IsRegexWord(int codePoint) => Category(codePoint) is <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
        || codePoint is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>Whether the <c>\w</c> of Python's own <c>re</c> matches it: letters, everything numeric, the underscore.</summary>
    public static bool IsReWord(int codePoint) => codePoint == '_' || Alphanumeric.Contains(codePoint);

    /// <summary>The general category; lone surrogates are <see cref="UnicodeCategory.Surrogate"/>.</summary>
    public static UnicodeCategory Category(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint);
}
