using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>MD5 (RFC 1321) of many short messages at once, one in each lane of a vector: a call of the platform's MD5 costs more than the hash of a shingle.</summary>
internal static class LaneMd5
{
    private const int Lanes = 16;
    private const int BlockBytes = 64;
    private const int BlockWords = 16;

    // What one block holds beside the end mark and the length.
    private const int OneBlock = BlockBytes - 9;

    private static readonly uint[] Sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(long)(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>The first eight bytes of each shingle's MD5, as a big-endian number.</summary>
    public static void FirstWords(Shingles shingles, Span<ulong> hashes)
    {
        Span<int> lanes = stackalloc int[Lanes];
        var filled = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!Vector128.IsHardwareAccelerated || shingles[i].Length > OneBlock)
            {
                hashes[i] = Platform(shingles[i]);
                continue;
            }

            lanes[filled++] = i;
            if (filled == Lanes)
            {
                HashLanes(shingles, lanes, hashes);
                filled = 0;
            }
        }

        if (filled > 0)
        {
            HashLanes(shingles, lanes[..filled], hashes);
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "Data-Juicer's choice; it only has to spread shingles.")]
    private static ulong Platform(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(message, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    [SkipLocalsInit]
    private static void HashLanes(Shingles shingles, ReadOnlySpan<int> indexes, Span<ulong> hashes)
    {
        Span<uint> words = stackalloc uint[BlockWords * Lanes];
        for (var lane = 0; lane < indexes.Length; lane++)
        {
            Pad(shingles[indexes[lane]], words, lane);
        }

        var (first, second) = FirstTwo(MemoryMarshal.Cast<uint, Vector512<uint>>(words));
        for (var lane = 0; lane < indexes.Length; lane++)
        {
            hashes[indexes[lane]] = BinaryPrimitives.ReverseEndianness(first[lane] | ((ulong)second[lane] << 32));
        }
    }

    // The message, the end mark and the length in bits, as little-endian words, each word of all lanes side by side.
    [SkipLocalsInit]
    private static void Pad(ReadOnlySpan<byte> message, Span<uint> words, int lane)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x80;
        BinaryPrimitives.WriteInt32LittleEndian(block[^8..], message.Length * 8);
        for (var i = 0; i < BlockWords; i++)
        {
            words[(i * Lanes) + lane] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]);
        }
    }

    private static (Vector512<uint> First, Vector512<uint> Second) FirstTwo(ReadOnlySpan<Vector512<uint>> words)
    {
        Vector512<uint> a = Vector512.Create(0x67452301U), b = Vector512.Create(0xEFCDAB89U), c = Vector512.Create(0x98BADCFEU), d = Vector512.Create(0x10325476U);
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

        return (a + Vector512.Create(0x67452301U), b + Vector512.Create(0xEFCDAB89U));
    }
}
