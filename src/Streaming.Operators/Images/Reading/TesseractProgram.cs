using System.ComponentModel;

namespace Streaming.Operators.Images.Reading;

/// <summary>Tesseract as it is on this machine: looked for once, in <c>STREAMING_TESSERACT</c> (the program), else in <c>PATH</c>.</summary>
/// <param name="Path">Where it lies.</param>
internal sealed record TesseractProgram(string Path)
{
    private const string Variable = "STREAMING_TESSERACT";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly Lazy<TesseractProgram?> _found = new(() => FindIn(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH")));
    private readonly Lazy<string> _version = new(() => AskVersion(Path));
    private readonly Lazy<IReadOnlyList<string>> _languages = new(() => AskLanguages(Path));

    /// <summary>What was found, or null.</summary>
    public static TesseractProgram? Found => _found.Value;

    /// <summary>What was found.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static TesseractProgram Required => Found ?? throw Missing;

    /// <summary>Its version, e.g. <c>5.3.0</c>; asked for once.</summary>
    public string Version => _version.Value;

    /// <summary>The languages that it can read, by its names; asked for once. None where it does not say.</summary>
    public IReadOnlyList<string> Languages => _languages.Value;

    /// <summary>What to tell where there is none.</summary>
    public static MissingToolException Missing =>
        new("Tesseract", $"tesseract is looked for in {Variable} and PATH: install it, e.g. by `apt-get install tesseract-ocr`, or set {Variable} to the program.");

    /// <summary>Looks in a given place, or else in the folders of a search path.</summary>
    internal static TesseractProgram? FindIn(string? given, string? path)
    {
        var name = OperatingSystem.IsWindows() ? "tesseract.exe" : "tesseract";
        var places = given is { Length: > 0 } ? [given] : (path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => System.IO.Path.Combine(folder, name));
        return places.Where(File.Exists).Select(place => new TesseractProgram(place)).FirstOrDefault();
    }

    private static string AskVersion(string path) =>
        Ask(path, "--version") is [var first, ..] && first.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [_, var version, ..] ? version : "of unknown version";

    // Below a line that says where they lie.
    private static IReadOnlyList<string> AskLanguages(string path) => [.. Ask(path, "--list-langs").Skip(1)];

    private static string[] Ask(string path, string question)
    {
        try
        {
            return TesseractCall.Run(path, [question], default, _patience).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception e) when (e is InvalidDataException or Win32Exception)
        {
            return [];
        }
    }
}
