using System.Text;
using FsCheck.Xunit;

namespace Streaming.Tokenizers.Tests;

/// <summary>What holds for every tokenizer and every text.</summary>
[Properties(Arbitrary = [typeof(UnicodeTexts)], MaxTest = 300)]
public sealed class TokenizerLawTests
{
    private static readonly ITracingTokenizer[] All =
    [
        .. GoldenFolders.Own("tokenizer.json").Select(folder => TokenizerFile.Load(folder)),
        .. GoldenFolders.Own("pieces.model").Select(folder => TokenizerFile.Load(Path.Combine(folder, "pieces.model"))),
    ];

    private static readonly ITracingTokenizer Cl100k = TokenizerFile.Load("cl100k_base");

    [Property]
    public void A_count_is_the_number_of_ids(string text) => Assert.All(All, tokenizer => Assert.Equal(tokenizer.Encode(text).Length, tokenizer.Count(text)));

    [Property]
    public void Tracing_gives_the_same_ids(string text) => Assert.All(All, tokenizer => Assert.Equal(tokenizer.Encode(text, true), tokenizer.EncodeWithOffsets(text).Ids));

    [Property]
    public void Offsets_lie_in_the_text(string text)
    {
        var length = text.EnumerateRunes().Count();
        Assert.All(All, tokenizer => Assert.All(tokenizer.EncodeWithOffsets(text).Offsets, offset => Assert.True(offset.Start <= offset.End && offset.End <= length)));
    }

    [Property]
    public void Ids_are_in_the_vocabulary(string text) => Assert.All(All, tokenizer => Assert.All(tokenizer.Encode(text, true), id => Assert.NotNull(tokenizer.TokenOf(id))));

    [Property]
    public void Any_ids_decode(int[] ids) => Assert.All(All, tokenizer => Assert.NotNull(tokenizer.Decode([.. ids])));

    [Property]
    public void A_byte_level_tokenizer_gives_the_text_back(string text)
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        Assert.Equal(wellFormed, Cl100k.Decode(Cl100k.Encode(text)));
    }

    [Property(MaxTest = 20)]
    public void Eight_threads_give_the_ids_of_one(string[] texts)
    {
        Assert.All(All.Append(Cl100k), tokenizer =>
        {
            var alone = Array.ConvertAll(texts, text => tokenizer.Encode(text));
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(alone, Array.ConvertAll(texts, text => tokenizer.Encode(text))));
        });
    }
}
