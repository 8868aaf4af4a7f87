using System.Buffers;

namespace Streaming.Crawls.Warc;

/// <summary>How a record begins: <c>WARC/1.0</c>, <c>WARC/1.1</c>, <c>WARC/0.18</c>.</summary>
internal static class WarcStart
{
    /// <summary>The bytes that are needed to tell.</summary>
    public const int Length = 7;

    /// <summary>Two empty lines end a record; a little more or less is forgiven.</summary>
    public const int MostLineEnds = 16;

    /// <summary>What all versions begin with.</summary>
    public static ReadOnlySpan<byte> Bytes => "WARC/"u8;

    /// <summary>Whether a record begins at that distance.</summary>
    public static bool Is(RecordFeed feed, long distance)
    {
        if (feed.Buffer.Length < distance + Length)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[Length];
        feed.Buffer.Slice(distance, Length).CopyTo(head);
        return Is(head);
    }

    /// <summary>Whether two line ends stand before that distance.</summary>
    public static bool IsEmptyLine(RecordFeed feed, long distance)
    {
        Span<byte> tail = stackalloc byte[4];
        feed.Buffer.Slice(distance - tail.Length, tail.Length).CopyTo(tail);
        return tail is [_, _, (byte)'\n', (byte)'\n'] or [_, (byte)'\n', (byte)'\r', (byte)'\n'];
    }

    /// <summary>The distance of the first record that begins after a line end, or null.</summary>
    public static long? Find(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        Span<byte> head = stackalloc byte[Length];
        while (reader.TryReadTo(out ReadOnlySequence<byte> _, "\nWARC/"u8, advancePastDelimiter: false))
        {
            reader.Advance(1);
            if (!reader.TryCopyTo(head))
            {
                return null;
            }

            if (Is(head))
            {
                return reader.Consumed;
            }
        }

        return null;
    }

    /// <summary>Whether line ends and a record stand at that offset of a plain file, or its end.</summary>
    public static bool Follows(Stream file, long offset)
    {
        var back = file.Position;
        file.Position = offset;
        Span<byte> bytes = stackalloc byte[MostLineEnds + Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        file.Position = back;
        var tail = bytes[..read].TrimStart("\r\n"u8);
        return tail.IsEmpty ? read <= MostLineEnds : tail.Length >= Length && Is(tail);
    }

    private static bool Is(ReadOnlySpan<byte> head) => head.StartsWith(Bytes) && char.IsAsciiDigit((char)head[5]) && head[6] == (byte)'.';
}
