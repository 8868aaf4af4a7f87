using Streaming.Operators.Programs;

namespace Streaming.Recordings.FFmpeg;

/// <summary>Where an operator works on media: it lays bytes out as files, runs FFmpeg over them within limits, and takes what it made.</summary>
internal sealed class Studio(FFmpegLimits limits)
{
    private Func<string>? _scratch;
    private long _files;

    /// <summary>The limits.</summary>
    public FFmpegLimits Limits => limits;

    /// <summary>Takes the run's scratch folder.</summary>
    public void Open(OperatorContext context) => _scratch = context.ScratchFolder;

    /// <summary>A medium as a file: the one that it names, or a new one with its bytes.</summary>
    /// <exception cref="InvalidDataException">It has neither, or nothing is in it.</exception>
    public StudioFile FileOf(Media medium)
    {
        if (MediaFiles.LengthOf(medium) == 0)
        {
            throw new InvalidDataException("The medium has no bytes.");
        }

        if (medium.InMemory is not { } bytes)
        {
            MediaFiles.Open(medium).Dispose();
            return new(Path.GetFullPath(medium.Path!), false);
        }

        var file = NewFile(Path.GetExtension(medium.Path) is { Length: > 1 and < 8 } known && known.Skip(1).All(char.IsAsciiLetterOrDigit) ? known : ".bin");
        using var stream = File.Create(file.Path);
        stream.Write(bytes.Span);
        return file;
    }

    /// <summary>The place for a new file; it is deleted in the end.</summary>
    public StudioFile NewFile(string extension) => new(Path.Combine((_scratch ?? throw new InvalidOperationException("The operator was not opened."))(), $"{Interlocked.Increment(ref _files)}{extension}"), true);

    /// <summary>Starts ffmpeg over a file, whose output is read from its standard output.</summary>
    /// <param name="file">The input.</param>
    /// <param name="before">Arguments before the input: where to start, what to skip.</param>
    /// <param name="after">Arguments after it: what to make.</param>
    public ProgramCall Decode(StudioFile file, IEnumerable<string> before, IEnumerable<string> after) =>
        ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffmpeg, [.. limits.CommonArguments, "-nostdin", "-xerror", .. limits.InputArguments, .. before, "-i", Url(file), .. after, "pipe:1"], limits.Time);

    /// <summary>Makes a medium of a file.</summary>
    /// <param name="file">The input.</param>
    /// <param name="extension">The suffix of what is made, which says its format.</param>
    /// <param name="before">Arguments before the input.</param>
    /// <param name="after">Arguments after it; a second <c>-i</c> among them may name the same file.</param>
    public Media Make(StudioFile file, string extension, IEnumerable<string> before, IEnumerable<string> after)
    {
        using var made = NewFile(extension);

        // One thread: encoders write other bytes with other numbers of them, and samples are worked on side by side anyway.
        string[] arguments = [.. limits.CommonArguments, "-nostdin", "-xerror", "-y", .. limits.InputArguments, .. before, "-i", Url(file), .. after, "-threads", "1", "-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1", "-fs", $"{limits.MaxBytes}", Url(made)];
        using (var call = ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffmpeg, arguments, limits.Time))
        {
            call.Output.CopyTo(Stream.Null);
            call.Finish();
        }

        var length = File.Exists(made.Path) ? new FileInfo(made.Path).Length : 0;
        return length == 0 ? throw new InvalidDataException("FFmpeg made nothing of the medium.")
            : length >= limits.MaxBytes ? throw new InvalidDataException($"What FFmpeg makes of the medium has more than the {limits.MaxBytes} bytes allowed.")
            : new(File.ReadAllBytes(made.Path), null);
    }

    /// <summary>The text that ffprobe gives for a file.</summary>
    public string Probe(StudioFile file, IEnumerable<string> asked)
    {
        using var call = ProgramCall.Start("FFmpeg", FFmpegProgram.Required.Ffprobe, [.. limits.CommonArguments, .. limits.InputArguments, .. asked, Url(file)], limits.Time);
        using var reader = new StreamReader(new BoundedStream(call.Output, limits.MaxBytes));
        var text = reader.ReadToEnd();
        call.Finish();
        return text;
    }

    /// <summary>A file as FFmpeg is told of it: never an address, an option or a pattern.</summary>
    public static string Url(StudioFile file) => "file:" + file.Path;
}

/// <summary>A file that is there while it is worked on.</summary>
/// <param name="path">Its path.</param>
/// <param name="isOurs">Whether it is deleted in the end.</param>
internal sealed class StudioFile(string path, bool isOurs) : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path => path;

    public void Dispose()
    {
        if (isOurs)
        {
            File.Delete(path);
        }
    }
}
