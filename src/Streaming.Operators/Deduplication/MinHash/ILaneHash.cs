using System.Runtime.Intrinsics;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>A hash of Merkle and Damgård's kind over blocks of 64 bytes, with 16 messages of one block at once: one in each lane.</summary>
/// <typeparam name="TWord">What is kept of a digest.</typeparam>
internal interface ILaneHash<TWord>
    where TWord : unmanaged
{
    /// <summary>Whether words of a block are big-endian.</summary>
    static abstract bool IsBigEndian { get; }

    /// <summary>What is kept of the digest of one message, by the platform's own code.</summary>
    static abstract TWord Platform(ReadOnlySpan<byte> message);

    /// <summary>What is kept of the digests of padded messages.</summary>
    /// <param name="words">The 16 words of a block, each of all lanes side by side; may be overwritten.</param>
    /// <param name="digests">One for each lane, as many as there are messages.</param>
    static abstract void Blocks(Span<Vector512<uint>> words, Span<TWord> digests);
}
