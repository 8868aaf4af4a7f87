namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Counts what a log of keys holds by the heads of its parts, whatever its keys are.</summary>
internal static class KeyLogCensus
{
    /// <summary>The keys in one part of so many bytes.</summary>
    public static long KeysIn(long partBytes, int keyBytes) => Math.Max(0, partBytes - KeyLogHead.Size) / keyBytes;

    /// <summary>The keys in a log, and the bytes of one; null where the bytes are no log of keys.</summary>
    /// <param name="log">A stream that can be moved in.</param>
    public static (long Keys, int KeyBytes)? Count(Stream log)
    {
        Span<byte> bytes = stackalloc byte[KeyLogHead.FixedSize];
        long keys = 0;
        var keyBytes = 0;
        for (long at = 0; at < log.Length;)
        {
            log.Position = at;
            if (KeyLogHead.Read(bytes[..log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]) is not { } head || (at += head.PartBytes) > log.Length)
            {
                return null;
            }

            keys += head.Count;
            keyBytes = head.KeyBytes;
        }

        return (keys, keyBytes);
    }
}
