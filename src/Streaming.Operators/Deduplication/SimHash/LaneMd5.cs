using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>MD5 (RFC 1321) of short messages in lanes; of a digest the first eight bytes are kept, as a big-endian number.</summary>
internal readonly struct LaneMd5 : ILaneHash<ulong>
{
    private static readonly uint[] Sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(long)(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    public static bool IsBigEndian => false;

    public static ReadOnlySpan<uint> Initial => [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];

    [SuppressMessage("Security", "CA5351", Justification = "Data-Juicer's choice; it only has to spread shingles.")]
    public static ulong Platform(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(message, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    public static void Update(Span<Vector512<uint>> words, Span<Vector512<uint>> state)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var t = 0; t < 64; t++)
        {
            var (mixed, word) = (t / 16) switch
            {
                0 => ((b & c) | Vector512.AndNot(d, b), t),
                1 => ((d & b) | Vector512.AndNot(c, d), ((5 * t) + 1) & 15),
                2 => (b ^ c ^ d, ((3 * t) + 5) & 15),
                _ => (c ^ (b | ~d), (7 * t) & 15),
            };
            var sum = a + mixed + Vector512.Create(Sines[t]) + words[word];
            var shift = Shifts[((t / 16) * 4) + (t & 3)];
            (a, d, c, b) = (d, c, b, b + ((sum << shift) | (sum >>> (32 - shift))));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    public static ulong Digest(ReadOnlySpan<Vector512<uint>> state, int lane) => BinaryPrimitives.ReverseEndianness(state[0][lane] | ((ulong)state[1][lane] << 32));
}
