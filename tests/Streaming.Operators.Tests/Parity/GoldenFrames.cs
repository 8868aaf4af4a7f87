using System.Text.Json;
using Streaming.Imaging;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Holds frames that were taken out of films against figures of those that were recorded: how many, their sizes and mean colours.</summary>
internal static class GoldenFrames
{
    private const double Tolerance = 1.5;

    /// <summary>Compares the lists of a column, one for each film.</summary>
    public static void Check(string id, object?[]? films, JsonElement expected, List<string> differences)
    {
        var counts = expected.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()).ToList();
        var now = films?.Select(film => (object?[])film!).ToList() ?? [];
        if (!counts.SequenceEqual(now.Select(film => film.Length)))
        {
            differences.Add($"{id}: {string.Join(' ', counts)} frames recorded, {string.Join(' ', now.Select(film => film.Length))} now");
            return;
        }

        foreach (var (film, recorded) in now.Zip(expected.GetProperty("frames").EnumerateArray()))
        {
            foreach (var (frame, figures) in film.Zip(recorded.EnumerateArray()))
            {
                CheckFrame(id, frame!, figures, differences);
            }
        }
    }

    private static void CheckFrame(string id, object frame, JsonElement recorded, List<string> differences)
    {
        var image = ImageDecoder.Decode(frame as byte[] ?? File.ReadAllBytes((string)frame));
        if (frame is string path && Path.GetFileName(path) != recorded.GetProperty("name").GetString())
        {
            differences.Add($"{id}: {recorded.GetProperty("name")} recorded, {path} now");
        }

        if ((recorded.GetProperty("width").GetInt32(), recorded.GetProperty("height").GetInt32()) != (image.Width, image.Height))
        {
            differences.Add($"{id}: {recorded.GetRawText()} recorded, {image.Width} × {image.Height} now");
        }

        for (var channel = 0; channel < 3; channel++)
        {
            var mean = image.Pixels.Where((_, i) => i % 3 == channel).Average(level => (double)level);
            if (Math.Abs(mean - recorded.GetProperty("mean_rgb")[channel].GetDouble()) > Tolerance)
            {
                differences.Add($"{id}: {recorded.GetRawText()} recorded, mean {mean:F3} of channel {channel} now");
            }
        }
    }
}
