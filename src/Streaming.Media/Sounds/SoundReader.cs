using Streaming.Operators.Programs;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Sounds;

/// <summary>Decodes sounds. Plain WAVE files are read here, without a process; everything else comes through FFmpeg, as a WAVE file of 32-bit numbers on a pipe.</summary>
internal sealed class SoundReader(Studio studio)
{
    private const int CheckedBytes = 64 << 10;

    private static readonly string[] _asWave = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-c:a", "pcm_f32le", "-f", "wav", "-fflags", "+bitexact", "-flags", "+bitexact"];

    /// <summary>The decoded sound; other operators of the stage may hold it, too: it must not be changed.</summary>
    /// <exception cref="InvalidDataException">It is none, or broken, or too long, or its samples are no numbers.</exception>
    public Sound Read(Sample sample, Media medium)
    {
        var sound = DecodedOf(sample, medium);
        RefuseOthers(sound.Samples);
        return sound;
    }

    /// <summary>How long it is, in seconds: the number of samples by their rate. They are counted and not kept, unless several operators of the stage decode the sound.</summary>
    /// <exception cref="InvalidDataException">It is no sound, or broken, or too long.</exception>
    public double Seconds(Sample sample, Media medium)
    {
        if (sample.Decoded is null || IsPlain(medium))
        {
            return Through(medium, (stream, format, length) => (double)((length ?? CountAll(stream)) / format.FrameBytes) / format.Rate);
        }

        var sound = DecodedOf(sample, medium);
        return (double)sound.Frames / sound.Rate;
    }

    /// <summary>Refuses a plain WAVE file whose samples are no numbers, ahead of FFmpeg, which would make something of them.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static void CheckNumbers(Media medium)
    {
        using var direct = Open(medium);
        if (WaveFormat.Read(direct) is not { IsFloat: true } format)
        {
            return;
        }

        var buffer = new byte[Math.Max(1, CheckedBytes / format.FrameBytes) * format.FrameBytes];
        for (var left = format.Length ?? direct.Length - direct.Position; left > 0;)
        {
            var wanted = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            var got = direct.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false);
            if (got == 0)
            {
                return;
            }

            RefuseOthers(WaveSamples.Decode(buffer.AsSpan(0, got), format));
            left -= got;
        }
    }

    private Sound DecodedOf(Sample sample, Media medium) =>
        sample.Decoded is { } decoded ? decoded.Of(medium, () => Decode(medium), made => sizeof(float) * (long)made.Samples.Length) : Decode(medium);

    private Sound Decode(Media medium) =>
        Through(medium, (stream, format, length) => new Sound(format.Rate, format.Channels, WaveSamples.Decode(ReadAll(stream, format, length), format)));

    private static void RefuseOthers(float[] samples)
    {
        if (!Array.TrueForAll(samples, float.IsFinite))
        {
            throw new InvalidDataException("The sound has samples that are no numbers.");
        }
    }

    private static bool IsPlain(Media medium)
    {
        using var direct = Open(medium);
        return WaveFormat.Read(direct) is not null;
    }

    private static Stream Open(Media medium) => medium.InMemory is { } bytes ? new ReadOnlyMemoryStream(bytes) : MediaFiles.Open(medium);

    private T Through<T>(Media medium, Func<Stream, WaveFormat, long?, T> read)
    {
        using (var direct = Open(medium))
        {
            if (WaveFormat.Read(direct) is { } format)
            {
                var left = direct.Length - direct.Position;
                return left < format.Length ? throw WaveFormat.Broken($"has {left} bytes of samples, not the {format.Length} that its header says") : read(direct, format, format.Length ?? left);
            }
        }

        using var file = studio.FileOf(medium);
        using var call = studio.Decode(file, [], _asWave);
        using var stream = new BoundedStream(call.Output, studio.Limits.MaxBytes);
        var decoded = WaveFormat.Read(stream);
        if (decoded is null)
        {
            call.Finish();
            throw new InvalidDataException("FFmpeg made nothing of the sound.");
        }

        var result = read(stream, decoded, null);
        call.Finish();
        return result;
    }

    private byte[] ReadAll(Stream stream, WaveFormat format, long? length)
    {
        if (length is not { } known)
        {
            using var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        }

        if (known * sizeof(float) * 8 / format.Bits > studio.Limits.MaxBytes)
        {
            throw new InvalidDataException($"The sound has more than the {studio.Limits.MaxBytes} bytes allowed, decoded.");
        }

        var bytes = new byte[known];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static long CountAll(Stream stream)
    {
        var buffer = new byte[64 << 10];
        long count = 0;
        for (int got; (got = stream.Read(buffer)) > 0;)
        {
            count += got;
        }

        return count;
    }
}
