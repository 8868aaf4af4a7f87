using System.Buffers;

namespace Streaming.Samples;

/// <summary>Samples as compact bytes, for operators' state and for what they spill: every member comes back as it was, equal samples give equal bytes.</summary>
/// <remarks>
/// One sample is a version byte, the length of its body as a varint, and the body; so samples can be written end to end. Strings are UTF-8, those with lone
/// surrogates UTF-16. What is read is checked against the bytes that are there, so that a corrupt or hostile length costs no memory.
/// </remarks>
public static class SampleCodec
{
    /// <summary>The largest body that is written or read: 1 GiB.</summary>
    public const int MaxBytes = 1 << 30;

    private const byte Version = 1;

    // A rare huge sample must not stay in memory for the life of its thread.
    private const int KeptBuffer = 4 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _body;

    /// <summary>Appends a sample to <paramref name="output"/>.</summary>
    /// <exception cref="InvalidDataException">A value is of no type that <see cref="ColumnType"/> knows, nests deeper than 64, or the sample is larger than <see cref="MaxBytes"/>.</exception>
    public static void Write(IBufferWriter<byte> output, Sample sample)
    {
        var body = _body ??= new();
        body.ResetWrittenCount();
        new SampleEncoder(body).Write(sample);
        if (body.WrittenCount > MaxBytes)
        {
            throw new InvalidDataException($"Sample '{sample.Id}' takes {body.WrittenCount} bytes, more than {MaxBytes}.");
        }

        var head = output.GetSpan(1 + Varint.MaxBytes);
        head[0] = Version;
        output.Advance(1 + Varint.Write(head[1..], (ulong)body.WrittenCount));
        output.Write(body.WrittenSpan);
        if (body.Capacity > KeptBuffer)
        {
            _body = null;
        }
    }

    /// <summary>Reads the sample at the beginning of <paramref name="encoded"/>.</summary>
    /// <param name="encoded">One sample and whatever follows it.</param>
    /// <param name="consumed">How many bytes the sample took.</param>
    /// <exception cref="InvalidDataException">The bytes are no sample, or of a later version.</exception>
    public static Sample Read(ReadOnlySpan<byte> encoded, out int consumed)
    {
        if (encoded.IsEmpty)
        {
            throw new InvalidDataException("No sample: no bytes.");
        }

        RequireVersion(encoded[0]);
        var length = RequireLength(Varint.Read(encoded[1..], out var lengthBytes));
        var start = 1 + lengthBytes;
        if (length > encoded.Length - start)
        {
            throw new InvalidDataException($"A sample of {length} bytes ends after {encoded.Length - start}.");
        }

        consumed = start + length;
        return SampleDecoder.Read(encoded.Slice(start, length));
    }

    /// <summary>Reads the sample at the beginning of <paramref name="encoded"/>.</summary>
    /// <param name="encoded">One sample and whatever follows it.</param>
    /// <param name="consumed">How many bytes the sample took.</param>
    /// <exception cref="InvalidDataException">The bytes are no sample, or of a later version.</exception>
    public static Sample Read(in ReadOnlySequence<byte> encoded, out long consumed)
    {
        Span<byte> head = stackalloc byte[1 + Varint.MaxBytes];
        var headLength = (int)Math.Min(head.Length, encoded.Length);
        encoded.Slice(0, headLength).CopyTo(head);
        int taken;
        if (encoded.IsSingleSegment || headLength == 0)
        {
            var whole = Read(encoded.FirstSpan, out taken);
            consumed = taken;
            return whole;
        }

        RequireVersion(head[0]);
        var length = RequireLength(Varint.Read(head[1..headLength], out var lengthBytes));
        var framed = encoded.Slice(0, Math.Min(encoded.Length, 1 + lengthBytes + (long)length)).ToArray();
        var sample = Read(framed, out taken);
        consumed = taken;
        return sample;
    }

    /// <summary>Reads the next sample of <paramref name="input"/>; null at its end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sample, end in the middle of one, or are of a later version.</exception>
    public static Sample? Read(Stream input)
    {
        var version = input.ReadByte();
        if (version < 0)
        {
            return null;
        }

        RequireVersion((byte)version);
        var length = RequireLength(Varint.Read(input));
        var body = ArrayPool<byte>.Shared.Rent(Math.Min(length, 64 << 10));
        try
        {
            // Grown by what was really there, so that a hostile length costs no more than twice the stream.
            var filled = 0;
            while (filled < length)
            {
                if (filled == body.Length)
                {
                    body = Grow(body, filled, length);
                }

                var read = input.Read(body, filled, Math.Min(body.Length, length) - filled);
                filled += read > 0 ? read : throw new InvalidDataException($"A sample of {length} bytes ends after {filled}.");
            }

            return SampleDecoder.Read(body.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static byte[] Grow(byte[] body, int filled, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, 2L * filled));
        body.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body);
        return larger;
    }

    private static void RequireVersion(byte version)
    {
        if (version != Version)
        {
            throw new InvalidDataException($"A sample of format version {version}; this program reads {Version}.");
        }
    }

    private static int RequireLength(ulong length) =>
        length <= MaxBytes ? (int)length : throw new InvalidDataException($"A sample of {length} bytes: more than {MaxBytes}.");
}
