using System.Text;
using Streaming.Crawls.Warc;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Crawls.Tests.Warc;

/// <summary>Reads made files as records, and as a run would.</summary>
internal static class Warcs
{
    /// <summary>Every item with its content copied.</summary>
    public static async Task<List<WarcItem>> ItemsAsync(Stream file, WarcLimits? limits = null, long from = 0)
    {
        var items = new List<WarcItem>();
        await using var reader = new WarcReader(file, limits ?? new(), _ => true);
        if (from > 0)
        {
            await reader.TryMoveToAsync(from);
        }

        while (await reader.ReadAsync() is { } item)
        {
            items.Add(item with { Content = item.Content.ToArray() });
        }

        return items;
    }

    public static Task<List<WarcItem>> ItemsAsync(byte[] file, WarcLimits? limits = null, long from = 0) => ItemsAsync(new MemoryStream(file, writable: false), limits, from);

    /// <summary>What an item says, to compare it.</summary>
    public static string Say(WarcItem item) =>
        $"{item.Position} {item.Header?.RecordId} {item.Header?.Type} {item.Fault?.Message} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(item.Content.Span))[..16]}";

    public static async Task<List<SourceBatch>> ReadAsync(Source source, string folder, SplitPositions? from = null, int batchSamples = 64)
    {
        var context = new SourceContext { Name = "web", BaseFolder = folder, Run = "run", BatchSamples = batchSamples, Memory = new MemoryAccount(1 << 30) };
        await using (source)
        {
            await source.DescribeAsync(context, CancellationToken.None);
            var batches = new List<SourceBatch>();
            await foreach (var batch in source.ReadAsync(from ?? SplitPositions.Empty, CancellationToken.None))
            {
                batches.Add(batch);
            }

            return batches;
        }
    }

    public static async Task<List<SourceBatch>> ReadAsync(byte[] file, Func<WarcSourceOptions, WarcSourceOptions>? change = null, long from = 0, int batchSamples = 64)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-warc-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "a.warc"), file);
            var options = new WarcSourceOptions { Path = ["a.warc"] };
            return await ReadAsync(new WarcSource(change?.Invoke(options) ?? options), folder, SplitPositions.Empty.Advance(new("web", "a.warc"), from), batchSamples);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<List<Sample>> SamplesAsync(byte[] file, Func<WarcSourceOptions, WarcSourceOptions>? change = null) =>
        [.. (await ReadAsync(file, change)).SelectMany(b => b.Batch.Samples)];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
