using System.Text.RegularExpressions;
using Streaming.Operators.Programs;

namespace Streaming.Recordings.FFmpeg;

/// <summary>FFmpeg as it is on this machine: looked for once, in <c>STREAMING_FFMPEG</c> (the program, or its folder), else in <c>PATH</c>.</summary>
/// <param name="Ffmpeg">The path of <c>ffmpeg</c>.</param>
/// <param name="Ffprobe">The path of <c>ffprobe</c>, which lies beside it.</param>
internal sealed partial record FFmpegProgram(string Ffmpeg, string Ffprobe)
{
    private const string Variable = "STREAMING_FFMPEG";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly Lazy<FFmpegProgram?> _found = new(() => FindIn(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH")));
    private readonly Lazy<string> _version = new(() => AskVersion(Ffmpeg));

    /// <summary>What was found, or null.</summary>
    public static FFmpegProgram? Found => _found.Value;

    /// <summary>Its version, e.g. <c>5.1.8-0+deb12u1</c>; asked for once.</summary>
    public string Version => _version.Value;

    /// <summary>What was found.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static FFmpegProgram Required => Found ?? throw Missing;

    /// <summary>What to tell where there is none.</summary>
    public static MissingToolException Missing =>
        new("FFmpeg", $"ffmpeg and ffprobe are looked for in {Variable} and PATH: install it, e.g. by `apt-get install ffmpeg`, or set {Variable} to the program or its folder.");

    /// <summary>For people: the version and where it lies, or that there is none.</summary>
    public static string Described => Found is { } found ? $"FFmpeg {found.Version} ({found.Ffmpeg})" : "no FFmpeg on this machine";

    /// <summary>The problem of an operator that needs it, where there is none.</summary>
    public static IEnumerable<OptionProblem> Problems => Found is null ? [new(null, Missing.Message)] : [];

    /// <summary>Looks in a given place, or else in the folders of a search path.</summary>
    internal static FFmpegProgram? FindIn(string? given, string? path)
    {
        var folders = given is { Length: > 0 }
            ? [Directory.Exists(given) ? given : Path.GetDirectoryName(Path.GetFullPath(given))!]
            : (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return folders
            .Select(folder => new FFmpegProgram(Path.Combine(folder, "ffmpeg" + suffix), Path.Combine(folder, "ffprobe" + suffix)))
            .FirstOrDefault(both => File.Exists(both.Ffmpeg) && File.Exists(both.Ffprobe));
    }

    private static string AskVersion(string ffmpeg)
    {
        using var call = ProgramCall.Start("FFmpeg", ffmpeg, ["-version"], _patience);
        using var reader = new StreamReader(call.Output);
        var text = reader.ReadToEnd();
        call.Finish();
        return Word().Match(text) is { Success: true } word ? word.Groups[1].Value : "of unknown version";
    }

    [GeneratedRegex(@"^ffmpeg version (\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
