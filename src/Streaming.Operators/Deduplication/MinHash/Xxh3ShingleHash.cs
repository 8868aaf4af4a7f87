using System.IO.Hashing;
using System.Runtime.Intrinsics;
using Streaming.Operators.Draws;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>The fast family: the low half of XxHash3; permutations h·a + b mod 2³² with odd a, which are bijections.</summary>
internal sealed class Xxh3ShingleHash : IShingleHash
{
    private const int Block = 64;

    private readonly uint[] _a;
    private readonly uint[] _b;

    public Xxh3ShingleHash(int permutations)
    {
        Width = (permutations + Block - 1) / Block * Block;
        (_a, _b) = (new uint[Width], new uint[Width]);
        var random = new MersenneTwister(42);
        for (var i = 0; i < permutations; i++)
        {
            _a[i] = (uint)random.NextInRange(0, 1UL << 32) | 1;
            _b[i] = (uint)random.NextInRange(0, 1UL << 32);
        }
    }

    public int Width { get; }

    public void Hash(Shingles shingles, Span<uint> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = (uint)XxHash3.HashToUInt64(shingles[i]);
        }
    }

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
        for (var at = 0; at < Width; at += 64)
        {
            ReadOnlySpan<uint> a = _a.AsSpan(at, 64), b = _b.AsSpan(at, 64);
            Vector512<uint> a0 = Vector512.Create(a), a1 = Vector512.Create(a[16..]), a2 = Vector512.Create(a[32..]), a3 = Vector512.Create(a[48..]);
            Vector512<uint> b0 = Vector512.Create(b), b1 = Vector512.Create(b[16..]), b2 = Vector512.Create(b[32..]), b3 = Vector512.Create(b[48..]);
            Vector512<uint> m0 = Vector512<uint>.AllBitsSet, m1 = m0, m2 = m0, m3 = m0;
            foreach (var hash in hashes)
            {
                var h = Vector512.Create(hash);
                m0 = Vector512.Min(m0, (h * a0) + b0);
                m1 = Vector512.Min(m1, (h * a1) + b1);
                m2 = Vector512.Min(m2, (h * a2) + b2);
                m3 = Vector512.Min(m3, (h * a3) + b3);
            }

            m0.CopyTo(minima[at..]);
            m1.CopyTo(minima[(at + 16)..]);
            m2.CopyTo(minima[(at + 32)..]);
            m3.CopyTo(minima[(at + 48)..]);
        }
    }

    internal void Minima256(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        for (var at = 0; at < Width; at += 32)
        {
            ReadOnlySpan<uint> a = _a.AsSpan(at, 32), b = _b.AsSpan(at, 32);
            Vector256<uint> a0 = Vector256.Create(a), a1 = Vector256.Create(a[8..]), a2 = Vector256.Create(a[16..]), a3 = Vector256.Create(a[24..]);
            Vector256<uint> b0 = Vector256.Create(b), b1 = Vector256.Create(b[8..]), b2 = Vector256.Create(b[16..]), b3 = Vector256.Create(b[24..]);
            Vector256<uint> m0 = Vector256<uint>.AllBitsSet, m1 = m0, m2 = m0, m3 = m0;
            foreach (var hash in hashes)
            {
                var h = Vector256.Create(hash);
                m0 = Vector256.Min(m0, (h * a0) + b0);
                m1 = Vector256.Min(m1, (h * a1) + b1);
                m2 = Vector256.Min(m2, (h * a2) + b2);
                m3 = Vector256.Min(m3, (h * a3) + b3);
            }

            m0.CopyTo(minima[at..]);
            m1.CopyTo(minima[(at + 8)..]);
            m2.CopyTo(minima[(at + 16)..]);
            m3.CopyTo(minima[(at + 24)..]);
        }
    }

    internal void MinimaPortable(ReadOnlySpan<uint> hashes, Span<uint> minima)
    {
        for (var i = 0; i < Width; i++)
        {
            var least = uint.MaxValue;
            foreach (var hash in hashes)
            {
                least = Math.Min(least, unchecked((hash * _a[i]) + _b[i]));
            }

            minima[i] = least;
        }
    }
}
