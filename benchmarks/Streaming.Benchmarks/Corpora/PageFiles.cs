using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Streaming.Benchmarks.Corpora;

/// <summary>HTML pages of a folder, as texts or as a crawl.</summary>
internal static class PageFiles
{
    /// <summary>The first so many pages of a folder, in an order that mixes its parts but is always the same.</summary>
    public static IReadOnlyList<string> Of(string folder, int most)
    {
        string[] all = [.. Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var count = Math.Min(most, all.Length);
        return [.. Enumerable.Range(0, count).Select(i => all[(long)i * all.Length / count])];
    }

    /// <summary>A crawl of the pages: a request and a response each, a gzip member a record, as crawlers write. Made once.</summary>
    /// <returns>The file, and how many bytes its records have.</returns>
    public static async Task<(string Path, long Bytes)> CrawlAsync(IReadOnlyList<string> pages)
    {
        var path = Workspace.At($"pages-{pages.Count}.warc.gz");
        var bytes = 0L;
        await using var file = File.Create(path);
        for (var i = 0; i < pages.Count; i++)
        {
            var body = await File.ReadAllBytesAsync(pages[i]);
            bytes += await AddAsync(file, i, "request", Encoding.ASCII.GetBytes($"GET /{i} HTTP/1.1\r\nHost: docs.example\r\n\r\n"));
            bytes += await AddAsync(file, i, "response", [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n"), .. body]);
        }

        return (path, bytes);
    }

    private static async Task<long> AddAsync(FileStream file, int number, string type, byte[] content)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-{(type == "request" ? 1 : 2):0000}-{number:000000000000}>\r\nWARC-Date: 2026-05-06T07:08:09Z\r\nWARC-Target-URI: https://docs.example/{number}\r\nContent-Type: application/http; msgtype={type}\r\nContent-Length: {content.Length}\r\n\r\n");
        byte[] record = [.. Encoding.ASCII.GetBytes(head), .. content, .. "\r\n\r\n"u8];
        await using var member = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        await member.WriteAsync(record);
        return record.Length;
    }
}
