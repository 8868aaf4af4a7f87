using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Deals shingles to the lanes of a vector: a call of the platform's hash costs more than the hash of a shingle. Those that share vectors have as many blocks; the longest go to the platform.</summary>
internal static class ShingleLanes
{
    // Where vectors are narrower the runtime works in halves: 51 µs instead of 20 for 450 shingles of SHA-1 on AVX2, and 200 one by one.
    private const int Lanes = 16;
    private const int BlockBytes = 64;
    private const int BlockWords = 16;

    // The end mark and the length stand behind the message.
    private const int Closing = 9;

    // Five words of prose take one block, of technical writing often two. Beyond that the platform's call weighs little.
    private const int MaxBlocks = 4;
    private const int MaxStateWords = 5;

    /// <summary>What is kept of each shingle's digest.</summary>
    [SkipLocalsInit]
    public static void Hash<THash, TWord>(Shingles shingles, Span<TWord> hashes)
        where THash : ILaneHash<TWord>
        where TWord : unmanaged
    {
        Span<int> waiting = stackalloc int[MaxBlocks * Lanes];
        Span<int> filled = stackalloc int[MaxBlocks];
        filled.Clear();
        for (var i = 0; i < hashes.Length; i++)
        {
            var bin = (shingles[i].Length + Closing - 1) / BlockBytes;
            if (!Vector128.IsHardwareAccelerated || bin >= MaxBlocks)
            {
                hashes[i] = THash.Platform(shingles[i]);
                continue;
            }

            var lanes = waiting.Slice(bin * Lanes, Lanes);
            lanes[filled[bin]++] = i;
            if (filled[bin] == Lanes)
            {
                HashLanes<THash, TWord>(shingles, lanes, bin + 1, hashes);
                filled[bin] = 0;
            }
        }

        for (var bin = 0; bin < MaxBlocks; bin++)
        {
            if (filled[bin] > 0)
            {
                HashLanes<THash, TWord>(shingles, waiting.Slice(bin * Lanes, filled[bin]), bin + 1, hashes);
            }
        }
    }

    [SkipLocalsInit]
    private static void HashLanes<THash, TWord>(Shingles shingles, ReadOnlySpan<int> indexes, int blocks, Span<TWord> hashes)
        where THash : ILaneHash<TWord>
        where TWord : unmanaged
    {
        Span<uint> words = stackalloc uint[BlockWords * Lanes];
        Span<Vector512<uint>> state = stackalloc Vector512<uint>[MaxStateWords];
        for (var i = 0; i < THash.Initial.Length; i++)
        {
            state[i] = Vector512.Create(THash.Initial[i]);
        }

        for (var block = 0; block < blocks; block++)
        {
            for (var lane = 0; lane < indexes.Length; lane++)
            {
                Pad(shingles[indexes[lane]], block, block == blocks - 1, words[lane..], THash.IsBigEndian);
            }

            THash.Update(MemoryMarshal.Cast<uint, Vector512<uint>>(words), state);
        }

        for (var lane = 0; lane < indexes.Length; lane++)
        {
            hashes[indexes[lane]] = THash.Digest(state, lane);
        }
    }

    // A block of the message, of the end mark and of the length in bits; its words stand as far apart as there are lanes.
    [SkipLocalsInit]
    private static void Pad(ReadOnlySpan<byte> message, int index, bool isLast, Span<uint> words, bool isBigEndian)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        var rest = message[Math.Min(message.Length, index * BlockBytes)..];
        rest[..Math.Min(rest.Length, BlockBytes)].CopyTo(block);
        var end = message.Length - (index * BlockBytes);
        if (end is >= 0 and < BlockBytes)
        {
            block[end] = 0x80;
        }

        if (isLast)
        {
            WriteLength(block[^8..], message.Length * 8L, isBigEndian);
        }

        for (var i = 0; i < BlockWords; i++)
        {
            var word = block[(4 * i)..];
            words[i * Lanes] = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
        }
    }

    private static void WriteLength(Span<byte> to, long bits, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(to, bits);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, bits);
        }
    }
}
