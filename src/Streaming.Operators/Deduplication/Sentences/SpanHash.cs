using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Operators.Deduplication.Sentences;

/// <summary>How spans are hashed; named as in datatrove's HashConfig.</summary>
internal sealed record SpanHashOptions
{
    /// <summary>The bits of a hash: 32 or 64.</summary>
    [AllowedValues(32, 64)]
    public int Precision { get; init; } = 64;

    /// <summary>The hash: <c>xxhash</c> or <c>sha1</c>.</summary>
    [AllowedValues("xxhash", "sha1")]
    public string HashFc { get; init; } = "xxhash";
}

/// <summary>Hashes of texts, over their UTF-8.</summary>
internal static class SpanHash
{
    /// <summary>The hash.</summary>
    public static ulong Of(string text, SpanHashOptions options)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return (options.HashFc, options.Precision) switch
        {
            ("xxhash", 64) => XxHash64.HashToUInt64(utf8),
            ("xxhash", _) => XxHash32.HashToUInt32(utf8),
            (_, 64) => BinaryPrimitives.ReadUInt64LittleEndian(Sha1(utf8)),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(Sha1(utf8)),
        };
    }

    [SuppressMessage("Security", "CA5350", Justification = "datatrove's choice; it only has to tell texts apart.")]
    private static byte[] Sha1(byte[] utf8) => SHA1.HashData(utf8);
}
