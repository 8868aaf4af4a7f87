using Streaming.Operators.Programs;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Sounds;

/// <summary>Decodes sounds. Plain WAVE files are read here, without a process; everything else comes through FFmpeg, as a WAVE file of 32-bit numbers on a pipe.</summary>
internal sealed class SoundReader(Studio studio)
{
    private static readonly string[] _asWave = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-c:a", "pcm_f32le", "-f", "wav", "-fflags", "+bitexact", "-flags", "+bitexact"];

    /// <summary>The decoded sound.</summary>
    /// <exception cref="InvalidDataException">It is none, or broken, or too long, or its samples are no numbers.</exception>
    public Sound Read(Media medium) => Through(medium, (stream, format, length) =>
    {
        var bytes = ReadAll(stream, format, length);
        var sound = new Sound(format.Rate, format.Channels, WaveSamples.Decode(bytes, format));
        return Array.TrueForAll(sound.Samples, float.IsFinite) ? sound : throw new InvalidDataException("The sound has samples that are no numbers.");
    });

    /// <summary>How long it is, in seconds: the number of samples by their rate, which are counted and not kept.</summary>
    /// <exception cref="InvalidDataException">As of <see cref="Read"/>.</exception>
    public double Seconds(Media medium) => Through(medium, (stream, format, length) => (double)((length ?? CountAll(stream)) / format.FrameBytes) / format.Rate);

    private T Through<T>(Media medium, Func<Stream, WaveFormat, long?, T> read)
    {
        using (var direct = medium.InMemory is { } bytes ? new ReadOnlyMemoryStream(bytes) : MediaFiles.Open(medium))
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
