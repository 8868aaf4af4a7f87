using System.Numerics;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>
/// The keys that a deduplicator has seen. The table's log of keys is the truth; a store is an index over it that a kill may leave behind the log or ahead of it, and that is brought in step at the
/// start: <see cref="Holds"/> is asked part by part in the log's order, and what the store does not hold is replayed.
/// </summary>
/// <typeparam name="TKey"><see cref="ulong"/> or <see cref="UInt128"/>: hashes.</typeparam>
internal interface IKeyStore<TKey> : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Keys in the store; with several workers, about.</summary>
    long Count { get; }

    /// <summary>Bytes of memory held.</summary>
    long Bytes { get; }

    /// <summary>Whether it matters in whose name a key is added.</summary>
    bool NeedsOwners { get; }

    /// <summary>Whether the key was seen.</summary>
    bool Contains(TKey key);

    /// <summary>Adds keys in their order. A key is new where no other sample has brought it.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="owners">For each key the sample that brings it, as a hash; empty where <see cref="NeedsOwners"/> is false.</param>
    /// <param name="isNew">Takes the answers.</param>
    void Add(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> owners, Span<bool> isNew);

    /// <summary>A barrier: the keys added since the last one are the log part that ends with <paramref name="mark"/>.</summary>
    void Seal(LogMark mark);

    /// <summary>Whether the store holds the next part of the log. From the first part on that it does not hold, every part is replayed.</summary>
    bool Holds(LogMark mark);

    /// <summary>Ends the questions: everything that was not asked for, or answered with no, is forgotten. Called once, before the first key.</summary>
    void Recover();

    /// <summary>Adds a key of a part that the store does not hold; <see cref="Seal"/> ends the part.</summary>
    void Replay(TKey key);
}
