using System.Globalization;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>When each frame of a film is shown, and which are key frames: from the packets, nothing is decoded.</summary>
internal static class FilmPackets
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<(double Seconds, bool IsKey)> Of(Studio studio, StudioFile file)
    {
        var frames = new List<(double Seconds, bool IsKey)>();
        foreach (var line in studio.Probe(file, ["-select_streams", "v:0", "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0"]).AsSpan().EnumerateLines())
        {
            var parts = line.ToString().Split(',');
            if (parts.Length >= 3 && (Seconds(parts[0]) ?? Seconds(parts[1])) is { } seconds)
            {
                frames.Add((seconds, parts[2].StartsWith('K')));
            }
        }

        frames.Sort((a, b) => a.Seconds.CompareTo(b.Seconds));
        return frames.Count > 0 ? frames : throw new InvalidDataException("The film has no frames.");
    }

    private static double? Seconds(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
