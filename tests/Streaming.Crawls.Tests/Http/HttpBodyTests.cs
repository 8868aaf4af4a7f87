using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using Streaming.Crawls.Http;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Http;

public sealed class HttpBodyTests
{
    private const int Limit = 64 << 10;

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("identity")]
    public void Codings_are_taken_off_also_within_chunks(string coding)
    {
        var page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p>ä漢 page</p>", 500)));
        var name = coding.Replace("raw ", "", StringComparison.Ordinal);

        Assert.Equal(page, Decode($"Content-Encoding: {name}\r\n", Code(page, coding)));
        Assert.Equal(page, Decode($"Transfer-Encoding: chunked\r\nContent-Encoding: {name}\r\n", Chunk(Code(page, coding), 100)));
    }

    [Fact]
    public void Several_codings_are_taken_off_in_reverse() =>
        Assert.Equal("page"u8, Decode("Content-Encoding: br, gzip\r\n", Code(Code("page"u8.ToArray(), "br"), "gzip")));

    [Theory]
    [InlineData("Content-Encoding: gzip\r\n", "decoded by the crawler")]
    [InlineData("Content-Encoding: br\r\n", "decoded by the crawler")]
    [InlineData("Transfer-Encoding: chunked\r\n", "joined by the crawler")]
    [InlineData("Transfer-Encoding: chunked\r\n", "1234\nis how this text begins")]
    public void Bodies_that_crawlers_decoded_already_are_taken_as_they_stand(string headers, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(Decode(headers, Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void A_bomb_is_refused_at_the_limit(string coding)
    {
        var bomb = Code(new byte[64 << 20], coding);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Decode($"Content-Encoding: {coding}\r\n", bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nzz\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n-1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Content-Encoding: no-such\r\n", "a\0b")]
    [InlineData("Content-Encoding: gzip\r\n", "a\0b")]
    public void Malformed_bodies_are_declared_faults(string headers, string body) =>
        Assert.Throws<InvalidDataException>(() => Decode(headers, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Fields_are_found_whatever_their_case_and_statuses_read()
    {
        var response = HttpResponse.Parse(Encoding.Latin1.GetBytes("HTTP/2 404\r\ncontent-TYPE: text/html\nLink: a\nLink: b\r\n\r\nx"));

        Assert.Equal((404, "text/html", "a, b"), (response.Status, response["Content-Type"], response["link"]));
    }

    [Property(MaxTest = 1000)]
    public void Any_bytes_give_a_body_within_the_limit_or_a_declared_fault(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        string[] codings = ["gzip", "deflate", "br", "zstd", "identity"];
        var coding = codings[random.Next(codings.Length)];
        var body = random.Next(3) == 0 ? bytes : Code([.. bytes, .. new byte[random.Next(100_000)]], coding);
        body = random.Next(2) == 0 ? body : Chunk(body, 1 + random.Next(50));
        for (var flips = random.Next(3); flips > 0 && body.Length > 0; flips--)
        {
            body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
        }

        try
        {
            Assert.InRange(Decode($"Transfer-Encoding: chunked\r\nContent-Encoding: {coding}\r\n", body).Length, 0, Limit);
        }
        catch (InvalidDataException)
        {
            // The declared fault.
        }
    }

    private static byte[] Decode(string headers, byte[] body) =>
        HttpResponse.Parse((byte[])[.. Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n"), .. body]).DecodeBody(Limit).ToArray();

    private static byte[] Code(byte[] bytes, string coding) => coding switch
    {
        "gzip" or "x-gzip" => WarcBuilder.Gzip(bytes),
        "zstd" => WarcBuilder.Zstd(bytes),
        "deflate" => Through(bytes, s => new ZLibStream(s, CompressionLevel.Fastest, leaveOpen: true)),
        "raw deflate" => Through(bytes, s => new DeflateStream(s, CompressionLevel.Fastest, leaveOpen: true)),
        "br" => Through(bytes, s => new BrotliStream(s, CompressionLevel.Fastest, leaveOpen: true)),
        _ => bytes,
    };

    private static byte[] Through(byte[] bytes, Func<Stream, Stream> open)
    {
        var coded = new MemoryStream();
        using (var coder = open(coded))
        {
            coder.Write(bytes);
        }

        return coded.ToArray();
    }

    private static byte[] Chunk(byte[] bytes, int size) =>
        [.. bytes.Chunk(size).SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes($"{c.Length:x}; ext=1\r\n"), .. c, .. "\r\n"u8]), .. "0\r\n\r\n"u8];
}
