namespace Streaming.Recordings.FFmpeg;

/// <summary>FFmpeg among the libraries that are written down with every epoch: another version decodes and encodes other last bits.</summary>
internal static class FFmpegRuntime
{
    /// <summary>Its name and version; empty where there is none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Used => FFmpegProgram.Found is { } found ? [new("ffmpeg", found.Version)] : [];
}
