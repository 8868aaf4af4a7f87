namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>A family of hash functions over shingles: one hash a shingle, permuted many times.</summary>
internal interface IShingleHash
{
    /// <summary>The number of minima that <see cref="Minima"/> writes: the permutations, rounded up to whole vectors.</summary>
    int Width { get; }

    /// <summary>The hash of every shingle.</summary>
    void Hash(Shingles shingles, Span<uint> hashes);

    /// <summary>For every permutation the least value that it gives to one of the hashes; all bits set where there is none.</summary>
    void Minima(ReadOnlySpan<uint> hashes, Span<uint> minima);
}
