using Streaming.Crawls.Http;
using Streaming.Testing.Crawls;

namespace Streaming.Fuzz.Targets;

/// <summary>HTTP responses with chunked and packed bodies: a body within the limit, or <see cref="InvalidDataException"/>.</summary>
internal sealed class HttpTarget : IFuzzTarget
{
    private const int Limit = 64 << 10;

    public string Name => "http";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray(),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n"u8.ToArray(),
        [.. "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"u8, .. WarcBuilder.Gzip(new byte[100_000])],
        [.. "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n"u8, .. WarcBuilder.Zstd("a page"u8.ToArray())],
        [.. "HTTP/2 200\r\nContent-Encoding: gzip, br\r\n\r\n"u8, .. WarcBuilder.Gzip("two codings"u8.ToArray())],
    ];

    public void Try(byte[] input)
    {
        try
        {
            LawBrokenException.Unless(HttpResponse.Parse(input).DecodeBody(Limit).Length <= Limit, "The body is longer than allowed.");
        }
        catch (InvalidDataException)
        {
            // The declared fault.
        }
    }
}
