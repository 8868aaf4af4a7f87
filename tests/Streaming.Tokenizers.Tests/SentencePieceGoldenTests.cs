using System.Text.Json;

namespace Streaming.Tokenizers.Tests;

/// <summary>What SentencePiece itself gave for the same model and text: a folder with a <c>*.model</c> and its <c>pieces.json</c>.</summary>
public sealed class SentencePieceGoldenTests
{
    public static IEnumerable<object[]> Folders => GoldenFolders.Holding("pieces.json").Order(StringComparer.Ordinal).Select(folder => new object[] { folder });

    [Theory]
    [MemberData(nameof(Folders))]
    public void Ids_are_those_of_the_original(string folder) => ForEach(folder, (tokenizer, golden, text) =>
    {
        Assert.Equal(Ids(golden), tokenizer.Encode(text));
        Assert.Equal(Ids(golden).Length, tokenizer.Count(text));
    });

    [Theory]
    [MemberData(nameof(Folders))]
    public void Pieces_are_those_of_the_original(string folder) => ForEach(folder, (tokenizer, golden, text) =>
        Assert.Equal(golden.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()), tokenizer.Tokens(text)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Decoding_gives_the_original_s_text(string folder) => ForEach(folder, (tokenizer, golden, _) =>
        Assert.Equal(golden.GetProperty("decoded").GetString(), tokenizer.Decode(Ids(golden))));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Offsets_cover_the_text_in_order(string folder) => ForEach(folder, (tokenizer, _, text) =>
    {
        var offsets = tokenizer.EncodeWithOffsets(text).Offsets;
        Assert.Equal(offsets.OrderBy(offset => offset.Start).ThenBy(offset => offset.End), offsets);
        Assert.All(offsets, offset => Assert.InRange(offset.End, offset.Start, text.EnumerateRunes().Count()));
    });

    private static void ForEach(string folder, Action<ITracingTokenizer, JsonElement, string> check)
    {
        var tokenizer = TokenizerFile.Load(Directory.GetFiles(folder, "*.model").Single());
        var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "pieces.json"))).RootElement;
        Assert.All(cases.EnumerateArray(), golden => check(tokenizer, golden, golden.GetProperty("text").GetString()!));
    }

    private static int[] Ids(JsonElement golden) => [.. golden.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
}
