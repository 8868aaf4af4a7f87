using System.Text.Json;
using Streaming.Imaging;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Holds pictures that an operator made against figures of those that were recorded: the size, and the means and deviations of red, green and blue.</summary>
internal static class GoldenFigures
{
    // What the recordings allow for another encoder, in levels of 8 bits.
    private const double Tolerance = 1.0;

    /// <summary>False where no pictures are recorded.</summary>
    public static bool TryCheck(Sample? sample, JsonElement expected, List<string> differences)
    {
        if (!expected.TryGetProperty("rows", out var rows) || rows.GetArrayLength() != 1 || !rows[0].TryGetProperty("images", out var pictures) || pictures.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var id = expected.GetProperty("id").GetString();
        if (sample is null || sample.Images.Count != pictures.GetArrayLength())
        {
            differences.Add($"{id}: {pictures.GetArrayLength()} pictures recorded, {sample?.Images.Count} now");
            return true;
        }

        foreach (var (picture, recorded) in sample.Images.Zip(pictures.EnumerateArray()))
        {
            // One that was left alone is the file itself, and its figures those of the file as it is stored.
            if (recorded.GetProperty("name").GetString() == "same path")
            {
                differences.AddRange(picture.Bytes is null ? [] : [$"{id}: {picture.Path} was left alone, and is changed now"]);
                continue;
            }

            var image = ImageDecoder.Decode(MediaFiles.Read(picture));
            if ((recorded.GetProperty("width").GetInt32(), recorded.GetProperty("height").GetInt32()) != (image.Width, image.Height))
            {
                differences.Add($"{id}: {recorded.GetProperty("width")} × {recorded.GetProperty("height")} recorded, {image.Width} × {image.Height} now");
            }

            Compare(id, "mean_rgb", recorded, image, (sum, _, count) => sum / count, differences);
            Compare(id, "std_rgb", recorded, image, (sum, squares, count) => Math.Sqrt(Math.Max(0, (squares / count) - (sum / count * sum / count))), differences);
        }

        return true;
    }

    private static void Compare(string? id, string figure, JsonElement recorded, RgbImage image, Func<double, double, double, double> compute, List<string> differences)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var levels = Enumerable.Range(0, image.Width * image.Height).Select(i => (double)image.Pixels[(3 * i) + channel]).ToArray();
            var now = compute(levels.Sum(), levels.Sum(level => level * level), levels.Length);
            if (Math.Abs(now - recorded.GetProperty(figure)[channel].GetDouble()) > Tolerance)
            {
                differences.Add($"{id} {figure}[{channel}]: {recorded.GetProperty(figure)[channel]} recorded, {now:F3} now");
            }
        }
    }
}
