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

    /// <summary>What was found, or null.</summary>
    public static TesseractProgram? Found => _found.Value;

    /// <summary>What was found.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static TesseractProgram Required => Found ?? throw Missing;

    /// <summary>Its version, e.g. <c>5.3.0</c>; asked for once.</summary>
    public string Version => _version.Value;

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

    private static string AskVersion(string path)
    {
        try
        {
            var said = TesseractCall.Run(path, ["--version"], default, _patience);
            return said.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [_, var version, ..] ? version : "of unknown version";
        }
        catch (Exception e) when (e is InvalidDataException or Win32Exception)
        {
            return "of unknown version";
        }
    }
}
