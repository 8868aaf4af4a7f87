using System.Buffers.Binary;
using ZstdSharp;

namespace Streaming.Crawls.Members;

/// <summary>The dictionary of a WARC file's zstd frames: the specification puts it into a skippable frame 0x184D2A5D at the file's beginning, raw or as a zstd frame of its own.</summary>
internal static class ZstdDictionary
{
    private const uint Magic = 0x184D2A5D;
    private const int HeaderBytes = 8;
    private const int MaxBytes = 8 << 20;

    /// <summary>The dictionary, or null where the file has none, or one that cannot be: then its frames tell. The input's place stays.</summary>
    public static byte[]? ReadFrom(RawInput input)
    {
        var head = input.Peek(HeaderBytes);
        if (head.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is var length && length > MaxBytes)
        {
            return null;
        }

        input.Advance(HeaderBytes);
        var bytes = Read(input, (int)length);
        input.MoveTo(0);
        return bytes.AsSpan().StartsWith(ZstdMember.Magic) ? Unpack(bytes) : bytes;
    }

    private static byte[] Read(RawInput input, int length)
    {
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length && input.Next() is { IsEmpty: false } next)
        {
            var taken = Math.Min(next.Length, length - filled);
            next[..taken].CopyTo(bytes.AsSpan(filled));
            input.Advance(taken);
            filled += taken;
        }

        return filled == length ? bytes : bytes[..filled];
    }

    private static byte[]? Unpack(byte[] bytes)
    {
        try
        {
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(bytes, MaxBytes).ToArray();
        }
        catch (ZstdException)
        {
            return null;
        }
    }
}
