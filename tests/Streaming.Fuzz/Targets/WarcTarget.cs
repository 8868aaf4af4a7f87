using System.Security.Cryptography;
using Streaming.Crawls.Warc;
using Streaming.Testing.Crawls;

namespace Streaming.Fuzz.Targets;

/// <summary>WARC files, plain and packed record by record: no exception, nothing longer than allowed, and the same records whatever sizes the input comes in.</summary>
internal sealed class WarcTarget : IFuzzTarget
{
    private static readonly WarcLimits Limits = new(2 << 10, 8 << 10);

    public string Name => "warc";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Enum.GetValues<WarcPacking>().Select(packing => new WarcBuilder(packing).Response("http://a.example/1", "one").Response("http://a.example/2", new string('x', 3_000)).Response("http://a.example/3", "three").Build()),
    ];

    public void Try(byte[] input)
    {
        var whole = ReadAsync(new MemoryStream(input, writable: false)).GetAwaiter().GetResult();
        var chopped = ReadAsync(new ChoppedStream(input, 1 + (input.Length % 7), 3, 64, 1)).GetAwaiter().GetResult();
        LawBrokenException.Unless(whole.SequenceEqual(chopped), "Another chunking gives other records.");
        LawBrokenException.Unless(whole.Zip(whole.Skip(1)).All(pair => pair.First.Position < pair.Second.Position), "Positions do not ascend.");
        LawBrokenException.Unless(whole.All(item => item.Length <= (item.IsFault ? 64 << 10 : Limits.RecordBytes)), "A record is longer than allowed.");
    }

    private static async Task<List<Item>> ReadAsync(Stream file)
    {
        var items = new List<Item>();
        await using var reader = new WarcReader(file, Limits, _ => true);
        while (await reader.ReadAsync() is { } item)
        {
            items.Add(new(item.Position, item.Content.Length, item.Fault is not null, Convert.ToHexString(SHA256.HashData(item.Content.Span))));
        }

        return items;
    }

    private sealed record Item(long Position, int Length, bool IsFault, string Digest);
}
