using System.Numerics;

namespace Streaming.Operators.Deduplication.Bloom;

/// <summary>The bits of a Bloom filter.</summary>
internal sealed class BloomBits(long count)
{
    private readonly ulong[][] _blocks = [.. Enumerable.Range(0, (int)((count + BlockBits - 1) / BlockBits)).Select(i => new ulong[(Math.Min(BlockBits, count - (i * BlockBits)) + 63) / 64])];

    // Arrays of 64 MiB: one array holds at most 16 GiB of bits, and large ones are hard to place.
    private const long BlockBits = 64L << 23;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _blocks.Sum(block => 8L * block.Length);

    /// <summary>How many bits are set.</summary>
    public long CountSet() => _blocks.Sum(block => block.Sum(word => (long)BitOperations.PopCount(word)));

    /// <summary>Whether a bit is set.</summary>
    public bool IsSet(long bit) => (_blocks[bit / BlockBits][bit % BlockBits / 64] >> (int)(bit & 63) & 1) != 0;

    /// <summary>Sets a bit; false where it was set.</summary>
    public bool Set(long bit)
    {
        ref var word = ref _blocks[bit / BlockBits][bit % BlockBits / 64];
        var isNew = (word >> (int)(bit & 63) & 1) == 0;
        word |= 1UL << (int)(bit & 63);
        return isNew;
    }
}
