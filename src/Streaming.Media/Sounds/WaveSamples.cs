using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Recordings.Sounds;

/// <summary>The samples of WAVE files.</summary>
internal static class WaveSamples
{
    /// <summary>What lies before the samples in a file that <see cref="Write"/> makes.</summary>
    private const int HeaderBytes = 44;

    /// <summary>Turns samples into amplitudes.</summary>
    public static float[] Decode(ReadOnlySpan<byte> bytes, WaveFormat format)
    {
        var width = format.Bits / 8;
        var samples = new float[bytes.Length / format.FrameBytes * format.Channels];
        if (format is { IsFloat: true, Bits: 32 } && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(bytes)[..samples.Length].CopyTo(samples);
            return samples;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = One(bytes.Slice(i * width, width), format.IsFloat);
        }

        return samples;
    }

    /// <summary>A WAVE file of 16-bit samples; amplitudes beyond 1 are cut.</summary>
    public static byte[] Write(Sound sound)
    {
        var bytes = new byte[HeaderBytes + (2 * sound.Samples.Length)];
        Encoding.ASCII.GetBytes("RIFF....WAVEfmt ").CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), (short)sound.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), sound.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * sound.Channels * sound.Rate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), (short)(2 * sound.Channels));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), bytes.Length - HeaderBytes);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            var level = (short)Math.Clamp(MathF.Round(sound.Samples[i] * 32768), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderBytes + (2 * i)), level);
        }

        return bytes;
    }

    private static float One(ReadOnlySpan<byte> sample, bool isFloat) => (sample.Length, isFloat) switch
    {
        (1, _) => (sample[0] - 128) / 128f,
        (2, _) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768f,
        (3, _) => ((sample[2] << 24) | (sample[1] << 16) | (sample[0] << 8)) / 2147483648f,
        (4, false) => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648f,
        (4, _) => BinaryPrimitives.ReadSingleLittleEndian(sample),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample),
    };
}
