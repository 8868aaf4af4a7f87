using System.Runtime.Intrinsics;
using Streaming.Operators.Draws;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Data-Juicer's family: the first four bytes of SHA-1, little-endian; permutations ((h·a + b) mod 2⁶⁴ mod (2⁶¹ - 1)) mod 2³².</summary>
internal sealed class Sha1ShingleHash : IShingleHash
{
    private const ulong Prime = (1UL << 61) - 1;
    private const uint Seed = 42;
    private const int Block = 32;

    private readonly ulong[] _a;
    private readonly ulong[] _b;

    public Sha1ShingleHash(int permutations)
    {
        Width = (permutations + Block - 1) / Block * Block;
        (_a, _b) = (new ulong[Width], new ulong[Width]);
        var random = new MersenneTwister(Seed);
        for (var i = 0; i < permutations; i++)
        {
            _a[i] = random.NextInRange(1, Prime);
            _b[i] = random.NextInRange(0, Prime);
        }
    }

    public int Width { get; }

    /// <summary>Factor and summand of a permutation.</summary>
    public (ulong A, ulong B) this[int permutation] => (_a[permutation], _b[permutation]);

    public void Hash(Shingles shingles, Span<uint> hashes) => ShingleLanes.Hash<LaneSha1, uint>(shingles, hashes);

    public void Minima(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Minima512(hashes, minima);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Minima256(hashes, minima);
        }
        else
        {
            MinimaPortable(hashes, minima);
        }
    }

    // Permutations outermost: factors, summands and minima of a block stay in registers while the hashes stream by.
    internal void Minima512(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        for (var at = 0; at < Width; at += 32)
        {
            ReadOnlySpan<ulong> a = _a.AsSpan(at, 32), b = _b.AsSpan(at, 32);
            Vector512<ulong> a0 = Vector512.Create(a), a1 = Vector512.Create(a[8..]), a2 = Vector512.Create(a[16..]), a3 = Vector512.Create(a[24..]);
            Vector512<ulong> b0 = Vector512.Create(b), b1 = Vector512.Create(b[8..]), b2 = Vector512.Create(b[16..]), b3 = Vector512.Create(b[24..]);
            Vector512<uint> m0 = Vector512<uint>.AllBitsSet, m1 = m0, m2 = m0, m3 = m0;
            foreach (var hash in hashes)
            {
                var h = Vector512.Create((ulong)hash);
                m0 = Vector512.Min(m0, Reduce((h * a0) + b0).AsUInt32());
                m1 = Vector512.Min(m1, Reduce((h * a1) + b1).AsUInt32());
                m2 = Vector512.Min(m2, Reduce((h * a2) + b2).AsUInt32());
                m3 = Vector512.Min(m3, Reduce((h * a3) + b3).AsUInt32());
            }

            // Only the low half of each 64-bit lane is a minimum.
            Vector512.Narrow(m0.AsUInt64(), m1.AsUInt64()).CopyTo(minima[at..]);
            Vector512.Narrow(m2.AsUInt64(), m3.AsUInt64()).CopyTo(minima[(at + 16)..]);
        }
    }

    internal void Minima256(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        for (var at = 0; at < Width; at += 8)
        {
            ReadOnlySpan<ulong> a = _a.AsSpan(at, 8), b = _b.AsSpan(at, 8);
            Vector256<ulong> a0 = Vector256.Create(a), a1 = Vector256.Create(a[4..]);
            Vector256<ulong> b0 = Vector256.Create(b), b1 = Vector256.Create(b[4..]);
            Vector256<uint> m0 = Vector256<uint>.AllBitsSet, m1 = m0;
            foreach (var hash in hashes)
            {
                var h = Vector256.Create((ulong)hash);
                m0 = Vector256.Min(m0, Reduce((h * a0) + b0).AsUInt32());
                m1 = Vector256.Min(m1, Reduce((h * a1) + b1).AsUInt32());
            }

            Vector256.Narrow(m0.AsUInt64(), m1.AsUInt64()).CopyTo(minima[at..]);
        }
    }

    internal void MinimaPortable(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        for (var i = 0; i < Width; i++)
        {
            var least = uint.MaxValue;
            foreach (var hash in hashes)
            {
                least = Math.Min(least, (uint)(unchecked((hash * _a[i]) + _b[i]) % Prime));
            }

            minima[i] = least;
        }
    }

    // x mod (2^61 - 1): the top three bits are worth one each; what is then still too large by the prime wraps below zero only when it should stay.
    private static Vector512<ulong> Reduce(Vector512<ulong> x)
    {
        var folded = (x & Vector512.Create(Prime)) + (x >>> 61);
        return Vector512.Min(folded, folded - Vector512.Create(Prime));
    }

    // Without a 64-bit minimum: adding one carries into bit 61 exactly where the prime has to come off, and the low half of minus the prime is plus one.
    private static Vector256<ulong> Reduce(Vector256<ulong> x)
    {
        var folded = (x & Vector256.Create(Prime)) + (x >>> 61);
        return folded + ((folded + Vector256<ulong>.One) >>> 61);
    }
}
