using System.Runtime.Intrinsics;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>A hash of Merkle and Damgård's kind over blocks of 64 bytes, of 16 messages at once: one in each lane.</summary>
/// <typeparam name="TWord">What is kept of a digest.</typeparam>
internal interface ILaneHash<TWord>
    where TWord : unmanaged
{
    /// <summary>Whether words of a block are big-endian.</summary>
    static abstract bool IsBigEndian { get; }

    /// <summary>The state before the first block.</summary>
    static abstract ReadOnlySpan<uint> Initial { get; }

    /// <summary>What is kept of the digest of one message, by the platform's own code.</summary>
    static abstract TWord Platform(ReadOnlySpan<byte> message);

    /// <summary>Takes one more block of every message into the state.</summary>
    /// <param name="words">The 16 words of a block, each of all lanes side by side; may be overwritten.</param>
    /// <param name="state">The words of the state, each of all lanes side by side.</param>
    static abstract void Update(Span<Vector512<uint>> words, Span<Vector512<uint>> state);

    /// <summary>What is kept of the digest of a lane after its last block.</summary>
    static abstract TWord Digest(ReadOnlySpan<Vector512<uint>> state, int lane);
}
