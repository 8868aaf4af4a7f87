using FsCheck.Xunit;
using Microsoft.ML.Tokenizers;

namespace Streaming.Tokenizers.Tests;

/// <summary>The built-in encodings give the ids of Microsoft.ML.Tokenizers, which gives OpenAI's.</summary>
[Properties(Arbitrary = [typeof(UnicodeTexts)], MaxTest = 300)]
public sealed class TiktokenTests
{
    private static readonly Dictionary<string, (ITracingTokenizer Own, TiktokenTokenizer Other)> Encodings = new[] { "cl100k_base", "o200k_base" }
        .ToDictionary(name => name, name => (TokenizerFile.Load(name), TiktokenTokenizer.CreateForEncoding(name)));

    [Property]
    public void Cl100k_ids_are_the_other_library_s(string text) => Compare("cl100k_base", text);

    [Property]
    public void O200k_ids_are_the_other_library_s(string text) => Compare("o200k_base", text);

    [Theory]
    [InlineData("cl100k_base", "hello world", new[] { 15339, 1917 })]
    [InlineData("cl100k_base", "<|endoftext|>", new[] { 100257 })]
    [InlineData("o200k_base", "hello world", new[] { 24912, 2375 })]
    [InlineData("o200k_base", "<|endoftext|>", new[] { 199999 })]
    public void Known_texts_have_their_ids(string encoding, string text, int[] ids) => Assert.Equal(ids, Encodings[encoding].Own.Encode(text));

    [Fact]
    public void A_file_of_tokens_and_ranks_is_an_encoding()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "tiny.tiktoken");
        File.WriteAllLines(path, Enumerable.Range(0, 256).Select(value => Convert.ToBase64String([(byte)value]) + " " + value).Append(Convert.ToBase64String("he"u8) + " 256").Append(Convert.ToBase64String("hel"u8) + " 257"));
        Assert.Equal([257, 'l', 'o'], TokenizerFile.Load(path).Encode("hello"));
    }

    [Fact]
    public void A_vocabulary_of_tokens_and_ranks_may_be_called_a_model()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "tokenizer.model");
        File.WriteAllLines(path, Enumerable.Range(0, 256).Select(value => Convert.ToBase64String([(byte)value]) + " " + value));
        Assert.Equal([(int)'h', 'i'], TokenizerFile.Load(path).Encode("hi"));
    }

    // The other library sees UTF-16 units: above U+FFFF it takes letters and digits for symbols, and a long s for no s.
    private static void Compare(string encoding, string text)
    {
        var plain = string.Concat(text.EnumerateRunes().Where(rune => rune.IsBmp && rune.Value is not 0x17F and not 0xFFFD));
        var (own, other) = Encodings[encoding];
        Assert.Equal(other.EncodeToIds(plain, considerNormalization: false), own.Encode(plain));
    }
}
