using System.Buffers.Binary;

namespace Streaming.Recordings.Sounds;

/// <summary>What the header of a WAVE file says; reading it leaves a stream at the first sample.</summary>
/// <param name="IsFloat">Whether samples are IEEE numbers, not integers.</param>
/// <param name="Bits">Bits a sample: 8 (unsigned), 16, 24, 32; 32 or 64 where they are IEEE numbers.</param>
/// <param name="Channels">Samples a moment.</param>
/// <param name="Rate">Moments a second.</param>
/// <param name="Length">Bytes of samples; null where the header was written before they were known.</param>
internal sealed record WaveFormat(bool IsFloat, int Bits, int Channels, int Rate, long? Length)
{
    private const ushort Pcm = 1;
    private const ushort Ieee = 3;
    private const ushort Extensible = 0xFFFE;
    private const int MaxFormatBytes = 4096;
    private const int MaxChannels = 64;
    private const int MaxChunks = 1000;

    /// <summary>Bytes of one moment.</summary>
    public int FrameBytes => Bits / 8 * Channels;

    /// <summary>Reads the header; null where it is no WAVE file, or one whose samples are packed in another way.</summary>
    /// <exception cref="InvalidDataException">It is one, and broken.</exception>
    public static WaveFormat? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.StartsWith("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        WaveFormat? format = null;
        Span<byte> chunk = stackalloc byte[8];
        for (var number = 0; number < MaxChunks && stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) == chunk.Length; number++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
            {
                return format is null ? throw Broken("has samples before their format") : format with { Length = length is 0 or uint.MaxValue ? null : length };
            }

            if (!chunk.StartsWith("fmt "u8))
            {
                Skip(stream, length + (length & 1));
            }
            else if ((format = ReadFormat(stream, length)) is null)
            {
                return null;
            }
        }

        throw Broken("has no samples");
    }

    /// <summary>How a fault of a WAVE file is told.</summary>
    public static InvalidDataException Broken(string why) => new($"The WAVE file {why}.");

    private static WaveFormat? ReadFormat(Stream stream, uint length)
    {
        if (length is < 16 or > MaxFormatBytes)
        {
            throw Broken($"has a format of {length} bytes");
        }

        var bytes = new byte[length + (length & 1)];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Broken("ends in its header");
        }

        ushort At(int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(place));
        var (tag, channels, bits) = (At(0) == Extensible && length >= 26 ? At(24) : At(0), At(2), At(14));
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        if (channels is 0 or > MaxChannels || rate is 0 or > int.MaxValue)
        {
            throw Broken($"has {channels} channels at {rate} Hz");
        }

        return (tag, bits) is (Pcm, 8 or 16 or 24 or 32) or (Ieee, 32 or 64) ? new(tag == Ieee, bits, channels, (int)rate, null) : null;
    }

    private static void Skip(Stream stream, long bytes)
    {
        if (stream.CanSeek)
        {
            stream.Position += bytes;
            return;
        }

        var buffer = new byte[4096];
        for (int got; bytes > 0; bytes -= got)
        {
            got = stream.Read(buffer, 0, (int)Math.Min(bytes, buffer.Length));
            if (got == 0)
            {
                throw Broken("ends in its header");
            }
        }
    }
}
