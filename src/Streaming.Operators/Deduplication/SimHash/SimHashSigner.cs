using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Signs texts by 64 bits: each is set where more shingles' hashes have it than not (Charikar, STOC 2002). A text without shingles is 0.</summary>
internal sealed class SimHashSigner(Shingler shingler)
{
    // A rare huge text must not keep its buffers for the life of the thread.
    private const long KeptBytes = 4 << 20;

    // Votes are counted in bytes side by side; after so many a byte might overflow.
    private const int MostInBytes = 255;

    private const ulong LowBits = 0x0101010101010101;

    [ThreadStatic]
    private static Shingles? _shingles;

    [ThreadStatic]
    private static ulong[]? _hashes;

    /// <summary>The text's signature.</summary>
    public ulong Of(string text)
    {
        var shingles = _shingles ??= new();
        shingler.Cut(text, shingles);
        var count = shingles.Count;
        var hashes = _hashes?.Length >= count ? _hashes : _hashes = new ulong[Math.Max(1024, count)];
        ShingleLanes.Hash<LaneMd5, ulong>(shingles, hashes.AsSpan(0, count));
        var signature = Vote(hashes.AsSpan(0, count));
        if (shingles.Bytes + (8L * hashes.Length) > KeptBytes)
        {
            (_shingles, _hashes) = (null, null);
        }

        return signature;
    }

    private static ulong Vote(ReadOnlySpan<ulong> hashes)
    {
        Span<int> votes = stackalloc int[64];
        votes.Clear();
        for (var from = 0; from < hashes.Length; from += MostInBytes)
        {
            Count(hashes.Slice(from, Math.Min(MostInBytes, hashes.Length - from)), votes);
        }

        ulong signature = 0;
        for (var bit = 0; bit < 64; bit++)
        {
            // A tie is no.
            signature |= 2L * votes[bit] > hashes.Length ? 1UL << bit : 0;
        }

        return signature;
    }

    // Eight words of eight counters: word k counts the bits k, k + 8, k + 16 …
    private static void Count(ReadOnlySpan<ulong> hashes, Span<int> votes)
    {
        Span<ulong> counters = stackalloc ulong[8];
        counters.Clear();
        foreach (var hash in hashes)
        {
            for (var k = 0; k < 8; k++)
            {
                counters[k] += (hash >> k) & LowBits;
            }
        }

        for (var bit = 0; bit < 64; bit++)
        {
            votes[bit] += (byte)(counters[bit & 7] >> (bit & ~7));
        }
    }
}
