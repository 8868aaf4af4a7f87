using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

/// <summary>Reads packs back, and makes the packers and documents of these tests.</summary>
internal static class Packs
{
    public static SequencePacker Packer(int maxTokens = 10, PackingMode mode = PackingMode.BestFit, int window = 8, string eos = "none", string bos = "none", double minFill = 0.99, string? license = null) => new(
        new() { Tokenizer = "chars", MaxTokens = maxTokens, Mode = mode, Window = window, AddEos = eos, AddBos = bos, MinFill = minFill, LicenseKey = license }, new CharTokenizer());

    public static int[] Ints(this Sample pack, string column) => (int[])pack.Meta[column]!;

    public static string[] Names(this Sample pack, string column) => [.. ((object?[])pack.Meta[column]!).Cast<string>()];

    /// <summary>The pieces of a pack as (sample id, text).</summary>
    public static IEnumerable<(string Id, string Text)> Pieces(this Sample pack)
    {
        var (ids, borders) = (pack.Ints("input_ids"), pack.Ints("cu_seqlens"));
        return pack.Names("sample_ids").Select((id, i) => (id, string.Concat(ids[borders[i]..borders[i + 1]].Select(t => (char)t))));
    }

    /// <summary>Documents of these lengths, each of letters of its own; round robin over some splits.</summary>
    public static Sample[] Documents(IEnumerable<int> lengths, int splits = 1) =>
    [
        .. lengths.Select((length, i) => Testing.Some.Sample(
            string.Concat(Enumerable.Range(0, length).Select(k => (char)(256 + (((i * 37) + k) % 1000)))), $"d{i}", i / splits, Split(i % splits))),
    ];

    public static SplitId Split(int number) => new($"source{number % 2}", $"split{number}");

    /// <summary>Everything that is written of a pack, as text.</summary>
    public static string Row(this Sample pack) =>
        $"{pack.Id} {string.Join(',', pack.Ints("input_ids"))} {string.Join(',', pack.Ints("cu_seqlens"))} {string.Join(',', pack.Ints("position_ids"))} "
        + $"{string.Join(',', pack.Names("sample_ids"))} {string.Join(',', pack.Names("sources"))} {pack.Meta["tokens"]} "
        + $"{pack.Lineage.Split} {pack.Lineage.Position} {pack.Lineage.Run} {string.Join(',', pack.Lineage.Parents)}";
}
