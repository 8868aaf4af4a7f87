using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Streaming.Testing.Crawls;

/// <summary>How a made WARC file is compressed.</summary>
public enum WarcPacking
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>A gzip member a record, as crawlers write.</summary>
    Gzip,

    /// <summary>A zstd frame a record.</summary>
    Zstd,

    /// <summary>All records in one gzip member.</summary>
    WholeGzip,

    /// <summary>All records in one zstd frame.</summary>
    WholeZstd,
}

/// <summary>Makes WARC files, good ones and bad ones.</summary>
public sealed class WarcBuilder(WarcPacking packing = WarcPacking.Plain)
{
    private readonly MemoryStream _whole = new();

    /// <summary>Where each record begins in the file; meaningless where all are in one member.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>The id that records of a number have.</summary>
    public static string Id(int number) => $"urn:uuid:00000000-0000-0000-0000-{number:000000000000}";

    /// <summary>Adds an HTTP response as a crawler stores it.</summary>
    public WarcBuilder Response(string url, byte[] body, string contentType = "text/html; charset=utf-8", string headers = "", int status = 200) =>
        Record("response", "application/http; msgtype=response", [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status} Said\r\nContent-Type: {contentType}\r\n{headers}\r\n"), .. body], $"WARC-Target-URI: {url}\r\n");

    /// <summary>Adds an HTTP response of a page.</summary>
    public WarcBuilder Response(string url, string html) => Response(url, Encoding.UTF8.GetBytes(html));

    /// <summary>Adds the request, as crawlers do beside each response.</summary>
    public WarcBuilder Request(string url) => Record("request", "application/http; msgtype=request", Encoding.ASCII.GetBytes($"GET {url} HTTP/1.1\r\nHost: a.example\r\n\r\n"), $"WARC-Target-URI: {url}\r\n");

    /// <summary>Adds a record.</summary>
    public WarcBuilder Record(string type, string contentType, byte[] content, string fields = "") => Raw(
        [.. Encoding.UTF8.GetBytes($"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: <{Id(Offsets.Count)}>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n{fields}Content-Type: {contentType}\r\nContent-Length: {content.Length}\r\n\r\n"), .. content, .. "\r\n\r\n"u8]);

    /// <summary>Adds bytes as they are, as a member of their own.</summary>
    public WarcBuilder Raw(byte[] bytes)
    {
        Offsets.Add(_whole.Length);
        _whole.Write(packing switch
        {
            WarcPacking.Gzip => Gzip(bytes),
            WarcPacking.Zstd => Zstd(bytes),
            _ => bytes,
        });
        return this;
    }

    /// <summary>Adds bytes that no compression touches.</summary>
    public WarcBuilder Stored(byte[] bytes)
    {
        Offsets.Add(_whole.Length);
        _whole.Write(bytes);
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] Build() => packing switch
    {
        WarcPacking.WholeGzip => Gzip(_whole.ToArray()),
        WarcPacking.WholeZstd => Zstd(_whole.ToArray()),
        _ => _whole.ToArray(),
    };

    /// <summary>A gzip member.</summary>
    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A zstd frame.</summary>
    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new Compressor(1);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(bytes).ToArray();
    }
}
