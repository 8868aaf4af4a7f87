using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Streaming.Tokenizers.Scanning;

namespace Streaming.Tokenizers.Tests;

/// <summary>The hand-written scanners find the words of the expressions that they stand for. Above U+FFFF and for the long s they are better than .NET's, so these are left out here.</summary>
[Properties(Arbitrary = [typeof(UnicodeTexts)], MaxTest = 2_000)]
public sealed class WordScannerTests
{
    private const string Cl100k = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string O200k = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    [Property]
    public void Gpt2_words(string text) => Compare(KnownPatterns.Gpt2, text);

    [Property]
    public void Clip_words(string text) => Compare(KnownPatterns.Clip, text);

    [Property]
    public void Cl100k_words(string text) => Compare(Cl100k, text);

    [Property]
    public void O200k_words(string text) => Compare(O200k, text);

    private static void Compare(string pattern, string text)
    {
        var plain = string.Concat(text.Where(unit => !char.IsSurrogate(unit) && unit != '\u017F'));
        var scanner = KnownPatterns.ScannerOf(pattern);
        Assert.NotNull(scanner);
        var words = new List<string>();
        for (var position = 0; scanner.Next(plain, ref position, out var start);)
        {
            words.Add(plain[start..position]);
        }

        Assert.Equal(Regex.Matches(plain, pattern, RegexOptions.CultureInvariant).Select(match => match.Value), words);
    }
}
