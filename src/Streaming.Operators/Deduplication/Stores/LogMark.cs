using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>A place between two parts of a log of keys: how many parts there are before it, and a digest of them all.</summary>
/// <param name="Parts">Their number.</param>
/// <param name="Chain">The digest of the parts up to here, in their order.</param>
/// <param name="Digest">The digest of the last part alone.</param>
internal readonly record struct LogMark(long Parts, ulong Chain, ulong Digest)
{
    /// <summary>The place before the first part of a log whose keys have a certain shape.</summary>
    public static LogMark Start(ulong parameters) => new(0, parameters, 0);

    /// <summary>The place after one more part.</summary>
    public LogMark After(ulong digest) => new(Parts + 1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes<ulong>([Chain, digest])), digest);
}
