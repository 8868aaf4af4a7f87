using Streaming.Imaging;
using Streaming.Operators.Programs;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Tests;

/// <summary>Sounds and films of the tests' own.</summary>
internal static class Recordings
{
    /// <summary>Skips the test where there is no FFmpeg.</summary>
    public static void NeedFFmpeg() => Skip.If(FFmpegProgram.Found is null, FFmpegProgram.Missing.Message);

    /// <summary>A film that FFmpeg draws.</summary>
    /// <param name="folder">Where it is laid.</param>
    /// <param name="picture">A source of FFmpeg, e.g. <c>testsrc=duration=2:size=64x48:rate=10</c>.</param>
    public static Media Film(DirectoryInfo folder, string picture)
    {
        var path = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.mp4");
        using var call = ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffmpeg, ["-v", "error", "-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p", "-g", "10", path], TimeSpan.FromMinutes(1));
        call.Finish();
        return new(null, path);
    }

    /// <summary>A sample with a film.</summary>
    public static Sample With(Media film, string text = "<__dj__video> a film <|__dj__eoc|>")
    {
        var sample = Some.Sample(text, Guid.NewGuid().ToString("N"));
        sample.Videos = [film];
        return sample;
    }

    /// <summary>A sample with a sound.</summary>
    public static Sample WithSound(byte[] bytes, string? path = null)
    {
        var sample = Some.Sample("text", Guid.NewGuid().ToString("N"));
        sample.Audios = [new(bytes, path)];
        return sample;
    }

    /// <summary>A studio with a folder of its own.</summary>
    public static Studio Studio(DirectoryInfo folder, FFmpegLimits? limits = null)
    {
        var studio = new Studio(limits ?? new(TimeSpan.FromMinutes(1), ImageDecoder.DefaultMaxPixels, FFmpegLimits.DefaultMaxBytes));
        studio.Open(new() { Name = "test", Seed = 1, Input = RowSchema.Text, Memory = new MemoryAccount(1 << 20), ScratchFolder = () => folder.FullName });
        return studio;
    }
}
