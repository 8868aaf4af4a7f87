using System.Globalization;
using System.Text.Json;

namespace Streaming.Recordings.FFmpeg;

/// <summary>A stream of pictures.</summary>
/// <param name="Codec">Its codec, e.g. <c>h264</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Rate">Frames a second.</param>
/// <param name="Seconds">How long it says that it is; null where it does not.</param>
/// <param name="Frames">How many frames it says that it has; null where it does not.</param>
internal sealed record FilmStream(string Codec, int Width, int Height, double Rate, double? Seconds, long? Frames)
{
    /// <summary>Reads it from ffprobe's words.</summary>
    public static FilmStream Of(JsonElement stream)
    {
        var (width, height) = ((int)(RecordingFacts.Number(stream, "width") ?? 0), (int)(RecordingFacts.Number(stream, "height") ?? 0));
        return width > 0 && height > 0
            ? new(RecordingFacts.Text(stream, "codec_name") ?? "", width, height, Quotient(RecordingFacts.Text(stream, "r_frame_rate")), RecordingFacts.Number(stream, "duration"), (long?)RecordingFacts.Number(stream, "nb_frames"))
            : throw new InvalidDataException("The film's frames have no size.");
    }

    private static double Quotient(string? text) =>
        text?.Split('/') is [var above, var below]
        && double.TryParse(above, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && double.TryParse(below, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && b > 0 ? a / b : 0;
}
