using System.Globalization;
using System.Text.RegularExpressions;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>
/// Any other pattern, through .NET's regular expressions. These see UTF-16 units, the original library code points: so a code point above U+FFFF is shown to the
/// expression as a character of the same general category below it.
/// </summary>
internal sealed class RegexPattern : SplitPattern
{
    // A pattern of a foreign file may backtrack without end; a text that makes it so fails instead of hanging.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly Regex _regex;

    private RegexPattern(Regex regex) => _regex = regex;

    /// <summary>Compiles a pattern of Oniguruma's syntax.</summary>
    /// <exception cref="InvalidDataException">It uses what .NET does not have.</exception>
    public static SplitPattern Create(string pattern)
    {
        if (KnownPatterns.ScannerOf(pattern) is { } scanner)
        {
            return new ScannerPattern(scanner);
        }

        if (pattern.Contains("&&", StringComparison.Ordinal) || pattern.Contains("[[:", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The pattern '{pattern}' uses character class operations, which are not supported.");
        }

        try
        {
            // Multiline: ^ and $ are those of lines in Ruby's syntax.
            return new RegexPattern(new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant | RegexOptions.Multiline, Limit));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The pattern '{pattern}' is not supported: {e.Message}", e);
        }
    }

    public override void Find(ReadOnlySpan<char> text, List<PatternMatch> into)
    {
        var gap = 0;
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            foreach (var match in _regex.EnumerateMatches(text))
            {
                gap = AddMatch(into, gap, match.Index, match.Index + match.Length);
            }
        }
        else
        {
            var shown = Shown(text, out var positions);
            foreach (var match in _regex.EnumerateMatches(shown))
            {
                gap = AddMatch(into, gap, positions[match.Index], positions[match.Index + match.Length]);
            }
        }

        AddGap(into, gap, text.Length);
    }

    private static char[] Shown(ReadOnlySpan<char> text, out int[] positions)
    {
        var shown = new char[text.Length];
        positions = new int[text.Length + 1];
        var count = 0;
        for (var index = 0; index < text.Length;)
        {
            Rune.DecodeFromUtf16(text[index..], out var rune, out var width);
            shown[count] = rune.IsBmp ? (char)rune.Value : StandIn(rune);
            positions[count++] = index;
            index += width;
        }

        positions[count] = text.Length;
        return shown[..count];
    }

    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => '\u13A0',
        UnicodeCategory.LowercaseLetter => '\uAB70',
        UnicodeCategory.ModifierLetter => '\uA717',
        UnicodeCategory.OtherLetter => rune.Value >= 0x20000 ? '\u3400' : '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA8E0',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.OtherPunctuation => '\uA60D',
        UnicodeCategory.Format => '\uFFF9',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u4DC0',
    };
}
