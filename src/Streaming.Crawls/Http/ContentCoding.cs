using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using ZstdSharp;

namespace Streaming.Crawls.Http;

/// <summary>Takes a content coding off a body: gzip, deflate, br, zstd. The decoded size is bounded, whatever the body claims.</summary>
internal static class ContentCoding
{
    private const int FirstBytes = 64 << 10;

    /// <summary>The decoded body. One that is no such coding, but valid text, is taken as it stands: many crawlers decode bodies and leave the header.</summary>
    /// <param name="body">The coded body.</param>
    /// <param name="coding">The coding's name in HTTP.</param>
    /// <param name="maxBytes">Decoding stops one byte beyond.</param>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, string coding, int maxBytes)
    {
        if (body.IsEmpty)
        {
            return body;
        }

        try
        {
            return coding.ToLowerInvariant() switch
            {
                "identity" or "none" or "utf-8" => body,
                "gzip" or "x-gzip" => Read(body, s => new GZipStream(s, CompressionMode.Decompress), maxBytes),
                "deflate" => Deflated(body, maxBytes),
                "br" => Read(body, s => new BrotliStream(s, CompressionMode.Decompress), maxBytes),
                "zstd" => Read(body, s => new DecompressionStream(s), maxBytes),
                _ => throw new InvalidDataException($"The content coding '{(coding.Length > 40 ? coding[..40] : coding)}' is unknown."),
            };
        }
        catch (InvalidDataException) when (IsText(body.Span))
        {
            return body;
        }
    }

    // "deflate" means zlib (RFC 9110, 8.4.1.2), and some servers send it without zlib's header.
    private static ReadOnlyMemory<byte> Deflated(ReadOnlyMemory<byte> body, int maxBytes)
    {
        try
        {
            return Read(body, s => new ZLibStream(s, CompressionMode.Decompress), maxBytes);
        }
        catch (InvalidDataException)
        {
            return Read(body, s => new DeflateStream(s, CompressionMode.Decompress), maxBytes);
        }
    }

    private static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> body, Func<Stream, Stream> open, int maxBytes)
    {
        MemoryMarshal.TryGetArray(body, out var bytes);
        using var decoder = open(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false));
        var decoded = new byte[(int)Math.Min((long)maxBytes + 1, Math.Max(FirstBytes, 4L * body.Length))];
        var filled = 0;
        try
        {
            while (filled <= maxBytes && decoder.Read(decoded.AsSpan(filled)) is var read and > 0)
            {
                filled += read;
                if (filled == decoded.Length)
                {
                    Array.Resize(ref decoded, (int)Math.Min((long)maxBytes + 1, 2L * filled));
                }
            }
        }
        catch (Exception e) when (e is ZstdException or InvalidOperationException or EndOfStreamException)
        {
            // Brotli's stream says InvalidOperation of corrupt bytes, zstd's EndOfStream of missing ones.
            throw new InvalidDataException($"The body is not coded as its header says: {e.Message}", e);
        }

        return filled > 0 ? decoded.AsMemory(0, filled) : throw new InvalidDataException("The body is not coded as its header says: nothing comes out.");
    }

    private static bool IsText(ReadOnlySpan<byte> body) => Utf8.IsValid(body) && !body.Contains((byte)0);
}
