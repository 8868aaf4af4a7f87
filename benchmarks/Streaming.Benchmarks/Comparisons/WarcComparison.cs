using System.IO.Compression;
using Streaming.Benchmarks.Corpora;
using Streaming.Crawls.Warc;
using Streaming.Samples;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How fast a crawl is cut into records, and made into samples, beside <c>zcat</c> on the same file.</summary>
internal static class WarcComparison
{
    /// <summary>Arguments: a folder of HTML pages, how many of them (10,000), rounds (5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var pages = PageFiles.Of(arguments[0], Argument.At(arguments, 1, 10_000));
        var (file, bytes) = await PageFiles.CrawlAsync(pages);
        var plain = file[..^3];
        await UnpackAsync(file, plain);
        Console.WriteLine($"{pages.Count:N0} pages, {2 * pages.Count:N0} records, {new FileInfo(file).Length / 1e6:F1} MB stored, {bytes / 1e6:F1} MB decompressed; one thread. Processor time, the least of the rounds.\n");
        string[] names = ["zcat", ".NET's GZipStream", "records of the .warc.gz", "samples of the .warc.gz", "records of the unpacked file", "samples of the unpacked file"];
        var seconds = await Effort.LeastAsync(
            Argument.At(arguments, 2, 5),
            () => Effort.OfAsync($"zcat '{file}' > /dev/null"),
            () => Effort.OfAsync(() => InflateAsync(file)),
            () => Effort.OfAsync(() => ReadAsync(file, makesSamples: false)),
            () => Effort.OfAsync(() => ReadAsync(file, makesSamples: true)),
            () => Effort.OfAsync(() => ReadAsync(plain, makesSamples: false)),
            () => Effort.OfAsync(() => ReadAsync(plain, makesSamples: true)));
        Console.WriteLine("| | processor s | decompressed MB/s of a core | speed ÷ zcat |\n|---|---|---|---|");
        for (var i = 0; i < names.Length; i++)
        {
            Console.WriteLine($"| {names[i]} | {seconds[i]:F3} | {bytes / 1e6 / seconds[i]:N0} | {seconds[0] / seconds[i]:F2} |");
        }
    }

    private static async Task ReadAsync(string path, bool makesSamples)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var maker = new WarcSample(new() { Path = [path] }, "run");
        await using var reader = new WarcReader(file, new(), _ => true);
        while (await reader.ReadAsync() is { } item)
        {
            if (item.Fault is { } fault)
            {
                throw fault;
            }

            if (makesSamples)
            {
                maker.Make(item, new SplitId("crawl", "pages"));
            }
        }
    }

    private static async Task InflateAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var members = new GZipStream(file, CompressionMode.Decompress);
        await members.CopyToAsync(Stream.Null);
    }

    private static async Task UnpackAsync(string path, string into)
    {
        await using var file = File.OpenRead(path);
        await using var members = new GZipStream(file, CompressionMode.Decompress);
        await using var unpacked = File.Create(into);
        await members.CopyToAsync(unpacked);
    }
}
