using System.Buffers.Binary;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Counts what a log of keys holds by the heads of its parts, whatever its keys are.</summary>
internal static class KeyLogCensus
{
    private const int OldHeadBytes = 14;
    private const int HeadBytes = 22;

    /// <summary>The keys in one part of so many bytes.</summary>
    public static long KeysIn(long partBytes, int keyBytes) => Math.Max(0, partBytes - HeadBytes) / keyBytes;

    /// <summary>The keys in a log, and the bytes of one; null where the bytes are no log of keys.</summary>
    /// <param name="log">A stream that can be moved in.</param>
    public static (long Keys, int KeyBytes)? Count(Stream log)
    {
        Span<byte> head = stackalloc byte[OldHeadBytes];
        long keys = 0;
        var keyBytes = 0;
        for (long at = 0; at < log.Length;)
        {
            log.Position = at;
            if (log.ReadAtLeast(head, OldHeadBytes, throwOnEndOfStream: false) < OldHeadBytes || head[0] is not (1 or 2) || head[1] is not (8 or 16))
            {
                return null;
            }

            var count = BinaryPrimitives.ReadInt32LittleEndian(head[10..]);
            at += (head[0] == 1 ? OldHeadBytes : HeadBytes) + ((long)count * head[1]);
            if (count < 0 || at > log.Length)
            {
                return null;
            }

            keys += count;
            keyBytes = head[1];
        }

        return (keys, keyBytes);
    }
}
