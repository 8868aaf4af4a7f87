using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings;

/// <summary>The suffixes of containers: what FFmpeg makes is of the format that a suffix names.</summary>
internal static class Containers
{
    private static readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase)
    {
        ".3gp", ".aac", ".aiff", ".avi", ".flac", ".flv", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".mpg", ".ogg", ".opus", ".ts", ".wav", ".webm", ".wma", ".wmv",
    };

    /// <summary>That of the medium's path; where it has none that can be written, one that fits its container.</summary>
    public static string ExtensionOf(Media medium, Studio studio, StudioFile file)
    {
        if (Path.GetExtension(medium.Path) is { Length: > 0 } own && _written.Contains(own))
        {
            return own.ToLowerInvariant();
        }

        var facts = RecordingFacts.Of(studio, file);
        return facts.Formats.Split(',')[0] switch
        {
            "mov" => facts.Films.Count > 0 ? ".mp4" : ".m4a",
            "matroska" => facts.Films is [{ Codec: "vp8" or "vp9" or "av1" }, ..] ? ".webm" : ".mkv",
            "mpegts" => ".ts",
            "mpeg" => ".mpg",
            "asf" => facts.Films.Count > 0 ? ".wmv" : ".wma",
            var name => _written.Contains("." + name) ? "." + name : facts.Films.Count > 0 ? ".mp4" : ".wav",
        };
    }
}
