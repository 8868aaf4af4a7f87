using System.Globalization;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Cuts clips out of films. Pictures are coded anew, for a clip may start between key frames; the first sound is copied.</summary>
internal sealed class FilmCutter(Studio studio)
{
    // Half a tick of the coarsest time base in use (1/1000).
    private const double Slack = 0.0005;

    /// <summary>The clip from one moment to another, both frames included.</summary>
    /// <param name="medium">The film.</param>
    /// <param name="file">Its file.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="start">Where it starts, in seconds.</param>
    /// <param name="end">Where it ends; null for the end of the film.</param>
    /// <param name="withNext">Whether the frame after the end belongs to it.</param>
    public Media Cut(Media medium, StudioFile file, RecordingFacts facts, double start, double? end, bool withNext = false)
    {
        List<string> before = start > 0 ? ["-ss", Text(start)] : [];
        List<string> sound = [.. before];
        List<string> pictures = [];
        if (end - start is { } length)
        {
            // The frames behind are read until the last one of the clip is known for certain, and no longer.
            before.AddRange(["-t", Text(length + 1 + (5 / Math.Max(facts.Film.Rate, 0.1)))]);
            sound.AddRange(["-t", Text(length)]);
            var time = Text(length + Slack);
            pictures = ["-vf", withNext ? $"select='isnan(prev_t)+lte(prev_t,{time})'" : $"select='lte(t,{time})'"];
        }

        return studio.Make(file, Containers.ExtensionOf(medium, studio, file), before,
        [
            .. studio.Limits.InputArguments, .. sound, "-i", Studio.Url(file), "-map", "0:v:0", "-map", "1:a:0?", .. pictures, "-fps_mode", "passthrough", .. Encoder(facts.Film.Codec), "-c:a", "copy",
        ]);
    }

    private static string Text(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);

    // The codec of the film, where FFmpeg has an encoder for it; else the container's own choice.
    private static string[] Encoder(string codec) => codec switch
    {
        "h264" => ["-c:v", "libx264"],
        "hevc" => ["-c:v", "libx265"],
        "vp8" => ["-c:v", "libvpx"],
        "vp9" => ["-c:v", "libvpx-vp9"],
        "mpeg4" or "mpeg2video" or "mpeg1video" => ["-c:v", codec],
        _ => [],
    };
}
