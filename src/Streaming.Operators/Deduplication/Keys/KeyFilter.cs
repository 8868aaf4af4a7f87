using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Says of most keys that they are not in a run, without a look at the disk: a split-block Bloom filter (Parquet's; Putze et al. 2007), one cache line a look.</summary>
/// <remarks>12 to 24 bits a key give less than 1 % false answers; each <see cref="Fold"/> halves the filter and multiplies them.</remarks>
internal sealed class KeyFilter<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int BlockBytes = 32;
    private const int BitsPerKey = 12;

    // The multipliers of Parquet's filter: each picks one of 32 bits in one of 8 words.
    private static readonly Vector256<uint> Salt =
        Vector256.Create(0x47b6137bU, 0x44974d91U, 0x8824ad5bU, 0xa2b7289dU, 0x705495c7U, 0x2df1424bU, 0x9efc4947U, 0x5c6bfb31U);

    private Vector256<uint>[] _blocks;

    /// <summary>An empty filter for so many keys, of at most so many bytes.</summary>
    public KeyFilter(long keys, long maxBytes)
    {
        var wanted = BitOperations.RoundUpToPowerOf2((ulong)(keys * BitsPerKey / (BlockBytes * 8)) | 1);
        var allowed = 1UL << BitOperations.Log2((ulong)Math.Clamp(maxBytes / BlockBytes, 1, 1 << 30));
        _blocks = new Vector256<uint>[Math.Min(wanted, allowed)];
    }

    public long Bytes => (long)_blocks.Length * BlockBytes;

    public bool CanFold => _blocks.Length > 1;

    public void Add(TKey key) => _blocks[KeyBits.Place(key, _blocks.Length)] |= Mask(key);

    public bool MayContain(TKey key)
    {
        var mask = Mask(key);
        return (_blocks[KeyBits.Place(key, _blocks.Length)] & mask) == mask;
    }

    /// <summary>Halves the filter. It forgets no key: with a power of two of blocks, ordered by the key's high bits, neighbours join.</summary>
    public void Fold()
    {
        var half = new Vector256<uint>[_blocks.Length / 2];
        for (var i = 0; i < half.Length; i++)
        {
            half[i] = _blocks[2 * i] | _blocks[(2 * i) + 1];
        }

        _blocks = half;
    }

    private static Vector256<uint> Mask(TKey key)
    {
        var shifts = (Vector256.Create(KeyBits.Low(key)) * Salt) >>> 27;
        if (Avx2.IsSupported)
        {
            return Avx2.ShiftLeftLogicalVariable(Vector256<uint>.One, shifts);
        }

        var bits = Vector256<uint>.Zero;
        for (var word = 0; word < Vector256<uint>.Count; word++)
        {
            bits = bits.WithElement(word, 1U << (int)shifts[word]);
        }

        return bits;
    }
}
