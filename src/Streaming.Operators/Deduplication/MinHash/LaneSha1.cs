using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>SHA-1 (FIPS 180-4) of short messages in lanes; of a digest the first four bytes are kept, little-endian.</summary>
internal readonly struct LaneSha1 : ILaneHash<uint>
{
    private const int BlockWords = 16;

    public static bool IsBigEndian => true;

    public static ReadOnlySpan<uint> Initial => [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];

    [SuppressMessage("Security", "CA5350", Justification = "Data-Juicer's choice; it only has to spread shingles.")]
    public static uint Platform(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(message, digest);
        return BinaryPrimitives.ReadUInt32LittleEndian(digest);
    }

    public static void Update(Span<Vector512<uint>> words, Span<Vector512<uint>> state)
    {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var t = 0; t < 80; t += 5)
        {
            Round(a, ref b, c, d, ref e, words, t);
            Round(e, ref a, b, c, ref d, words, t + 1);
            Round(d, ref e, a, b, ref c, words, t + 2);
            Round(c, ref d, e, a, ref b, words, t + 3);
            Round(b, ref c, d, e, ref a, words, t + 4);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    public static uint Digest(ReadOnlySpan<Vector512<uint>> state, int lane) => BinaryPrimitives.ReverseEndianness(state[0][lane]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(Vector512<uint> a, ref Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, ref Vector512<uint> e, Span<Vector512<uint>> w, int t)
    {
        if (t >= BlockWords)
        {
            w[t & 15] = Rotate(w[(t - 3) & 15] ^ w[(t - 8) & 15] ^ w[(t - 14) & 15] ^ w[t & 15], 1);
        }

        var (mixed, constant) = (t / 20) switch
        {
            0 => ((b & c) | Vector512.AndNot(d, b), 0x5A827999U),
            1 => (b ^ c ^ d, 0x6ED9EBA1U),
            2 => ((b & c) | (b & d) | (c & d), 0x8F1BBCDCU),
            _ => (b ^ c ^ d, 0xCA62C1D6U),
        };
        e += Rotate(a, 5) + mixed + Vector512.Create(constant) + w[t & 15];
        b = Rotate(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rotate(Vector512<uint> x, int by) => (x << by) | (x >>> (32 - by));
}
