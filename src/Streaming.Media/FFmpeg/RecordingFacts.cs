using System.Globalization;
using System.Text.Json;

namespace Streaming.Recordings.FFmpeg;

/// <summary>What ffprobe says of a film or a sound without decoding it.</summary>
/// <param name="Formats">The names of its container, e.g. <c>mov,mp4,m4a,3gp,3g2,mj2</c>.</param>
/// <param name="Seconds">How long the container says that it is; null where it does not.</param>
/// <param name="Films">Its streams of pictures, covers aside.</param>
/// <param name="Sounds">Its streams of sound.</param>
internal sealed record RecordingFacts(string Formats, double? Seconds, IReadOnlyList<FilmStream> Films, IReadOnlyList<SoundStream> Sounds)
{
    private static readonly string[] _asked = ["-show_entries", "stream=codec_type,codec_name,width,height,r_frame_rate,time_base,duration,nb_frames,sample_rate,channels:stream_disposition=attached_pic:format=format_name,duration", "-of", "json"];

    /// <summary>The first stream of pictures.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public FilmStream Film => Films.Count > 0 ? Films[0] : throw new InvalidDataException("The medium has no pictures.");

    /// <summary>How long the first stream of pictures is, or else what the container says.</summary>
    /// <exception cref="InvalidDataException">Nothing says it.</exception>
    public double FilmSeconds => Film.Seconds ?? Seconds ?? throw new InvalidDataException("The film does not say how long it is.");

    /// <summary>Asks for them.</summary>
    public static RecordingFacts Of(Studio studio, StudioFile file)
    {
        using var document = JsonDocument.Parse(studio.Probe(file, _asked));
        var streams = document.RootElement.TryGetProperty("streams", out var all) ? all.EnumerateArray().ToList() : [];
        var format = document.RootElement.TryGetProperty("format", out var told) ? told : default;
        return new(
            Text(format, "format_name") ?? "",
            Number(format, "duration"),
            [.. streams.Where(s => Text(s, "codec_type") == "video" && !IsCover(s)).Select(FilmStream.Of)],
            [.. streams.Where(s => Text(s, "codec_type") == "audio").Select(s => new SoundStream((int)(Number(s, "sample_rate") ?? 0), (int)(Number(s, "channels") ?? 0)))]);
    }

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : null;

    internal static double? Number(JsonElement element, string name) =>
        double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1;
}

/// <summary>A stream of sound.</summary>
internal sealed record SoundStream(int Rate, int Channels);
