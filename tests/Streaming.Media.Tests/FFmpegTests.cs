using Streaming.Imaging;
using Streaming.Operators.Programs;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Tests;

/// <summary>The door to FFmpeg: where it is looked for, and what bounds it.</summary>
public sealed class FFmpegTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-media-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_found_where_both_programs_lie()
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        File.WriteAllText(Path.Combine(_folder.FullName, "ffmpeg" + suffix), "");
        Assert.Null(FFmpegProgram.FindIn(null, _folder.FullName));
        File.WriteAllText(Path.Combine(_folder.FullName, "ffprobe" + suffix), "");
        Assert.Equal(Path.Combine(_folder.FullName, "ffmpeg" + suffix), FFmpegProgram.FindIn(null, $"/nowhere{Path.PathSeparator}{_folder.FullName}")?.Ffmpeg);
        Assert.NotNull(FFmpegProgram.FindIn(Path.Combine(_folder.FullName, "ffmpeg" + suffix), "/nowhere"));
        Assert.Null(FFmpegProgram.FindIn("/nowhere/ffmpeg", _folder.FullName));
    }

    [SkippableFact]
    public void Its_version_is_known()
    {
        Recordings.NeedFFmpeg();
        Assert.Matches("[0-9]", FFmpegProgram.Required.Version);
    }

    [SkippableFact]
    public void A_run_without_end_is_ended()
    {
        Recordings.NeedFFmpeg();
        using var call = ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48", "-f", "rawvideo", "pipe:1"], TimeSpan.FromSeconds(1));
        call.Output.CopyTo(Stream.Null);
        Assert.Contains("was not done after 1 s", Assert.Throws<InvalidDataException>(call.Finish).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Output_without_end_is_cut_off()
    {
        Recordings.NeedFFmpeg();
        using var call = ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48", "-f", "rawvideo", "pipe:1"], TimeSpan.FromMinutes(5));
        using var bounded = new BoundedStream(call.Output, 1 << 20);
        Assert.Throws<InvalidDataException>(() => bounded.CopyTo(Stream.Null));
    }

    [SkippableTheory]
    [InlineData("list.m3u8", "#EXTM3U\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("list.mp4", "#EXTM3U\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("list.txt", "ffconcat version 1.0\nfile other.mp4\n")]
    [InlineData("film.mp4", "this is no film")]
    [InlineData("huge.y4m", "YUV4MPEG2 W65535 H65535 F25:1 C420jpeg\nFRAME\n")]
    public void What_names_other_files_or_is_no_film_or_too_large_is_refused(string name, string text)
    {
        Recordings.NeedFFmpeg();
        File.Copy(Recordings.Film(_folder, "testsrc=duration=1:size=64x48:rate=10").Path!, Path.Combine(_folder.FullName, "other.mp4"));
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        var studio = Recordings.Studio(_folder);
        using var file = studio.FileOf(new(null, path));
        Assert.Throws<InvalidDataException>(() =>
        {
            using var call = studio.Decode(file, [], ["-map", "0:v:0", "-f", "rawvideo"]);
            call.Output.CopyTo(Stream.Null);
            call.Finish();
        });
    }

    [SkippableFact]
    public void What_is_made_is_bounded()
    {
        Recordings.NeedFFmpeg();
        var studio = Recordings.Studio(_folder, new(TimeSpan.FromMinutes(1), ImageDecoder.DefaultMaxPixels, 2000));
        using var file = studio.FileOf(Recordings.Film(_folder, "testsrc=duration=2:size=64x48:rate=10"));
        Assert.Contains("allowed", Assert.Throws<InvalidDataException>(() => studio.Make(file, ".avi", [], ["-map", "0:v:0", "-c:v", "rawvideo"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_grammar_of_filters_means_is_escaped() =>
        Assert.Equal(@"drawtext=text=a\\:b\\\'c\,d:x=1", FilterText.Of("drawtext", new Dictionary<string, object?> { ["text"] = "a:b'c,d", ["x"] = 1L }));
}
