using Streaming.Models.Tests.Goldens;
using Streaming.Models.Texts;
using Streaming.Tokenizers;

namespace Streaming.Models.Tests.Texts;

/// <summary>A text that is cut before it is tokenised gives the tokens that it gives as a whole.</summary>
public sealed class LongTextTests
{
    private const int Tokens = 48;

    public static IEnumerable<object[]> Tokenizers => GoldenFolders.Holding("tokenizer.json").Select(folder => new object[] { folder }).DefaultIfEmpty([""]);

    [SkippableTheory]
    [MemberData(nameof(Tokenizers))]
    public void The_tokens_that_are_read_are_those_of_the_whole_text(string folder)
    {
        Skip.If(folder.Length == 0, GoldenFolders.None);
        var tokenizer = TokenizerFile.Load(folder);
        var random = new Random(17);
        string[] words = ["harbour", "quiet,", "水は青い", "don't", "1,234", "naïve", "\n\n", "  ", "😀", "ÇA", "x"];
        var text = string.Join(' ', Enumerable.Range(0, 6_000).Select(_ => words[random.Next(words.Length)]));
        var (head, tail) = (LongText.Head(text, Tokens, tokenizer), LongText.Tail(text, Tokens, tokenizer));
        Assert.True(head.Length < text.Length / 2 && tail.Length < text.Length / 2, $"{head.Length} and {tail.Length} of {text.Length}");
        var whole = tokenizer.Encode(text);
        Assert.Equal(whole[..Tokens], tokenizer.Encode(head)[..Tokens]);
        Assert.Equal(whole[^Tokens..], tokenizer.Encode(tail)[^Tokens..]);
    }

    [SkippableFact]
    public void What_has_no_blank_or_few_tokens_stays_whole()
    {
        var tokenizer = TokenizerFile.Load(GoldenFolders.Named("tiny-quality-classifier"));
        Assert.Equal(100_000, LongText.Head(new string('a', 100_000), Tokens, tokenizer).Length);
        Assert.Equal(100_000, LongText.Head(new string(' ', 100_000), Tokens, tokenizer).Length);
        Assert.Equal("short", LongText.Tail("short", Tokens, tokenizer));
    }
}
