namespace Streaming.Recordings.Films.Motion;

/// <summary>OpenCV's resizing by areas: smaller by the mean of what a pixel covers; where a side grows, between the two nearest pixels, but only across the borders of the larger ones.</summary>
internal static class AreaResize
{
    /// <summary>A picture of another size.</summary>
    public static RgbImage Of(RgbImage image, int width, int height)
    {
        var (perColumn, perRow) = ((double)image.Width / width, (double)image.Height / height);
        var isSmaller = perColumn >= 1 && perRow >= 1;
        var columns = Enumerable.Range(0, width).Select(x => isSmaller ? Covered(x, perColumn, image.Width) : Between(x, perColumn, image.Width)).ToArray();
        var pixels = new byte[width * height * RgbImage.Channels];
        var line = new double[image.Width * RgbImage.Channels];
        for (var y = 0; y < height; y++)
        {
            Mix(image, isSmaller ? Covered(y, perRow, image.Height) : Between(y, perRow, image.Height), line);
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                {
                    var level = 0.0;
                    foreach (var (at, weight) in columns[x])
                    {
                        level += line[(at * RgbImage.Channels) + channel] * weight;
                    }

                    pixels[(((y * width) + x) * RgbImage.Channels) + channel] = (byte)Math.Clamp(Math.Round(level), 0, 255);
                }
            }
        }

        return new(width, height, pixels);
    }

    private static void Mix(RgbImage image, (int At, double Weight)[] rows, double[] line)
    {
        Array.Clear(line);
        foreach (var (at, weight) in rows)
        {
            var row = image.Row(at);
            for (var i = 0; i < line.Length; i++)
            {
                line[i] += row[i] * weight;
            }
        }
    }

    private static (int At, double Weight)[] Covered(int to, double scale, int length)
    {
        var (first, last) = (to * scale, Math.Min((to + 1) * scale, length));
        return [.. Enumerable.Range((int)first, Math.Max(1, (int)Math.Ceiling(last) - (int)first)).Where(at => at < length)
            .Select(at => (at, (Math.Min(at + 1, last) - Math.Max(at, first)) / (last - first)))];
    }

    private static (int At, double Weight)[] Between(int to, double scale, int length)
    {
        var at = (int)Math.Floor(to * scale);
        var part = to + 1 - ((at + 1) / scale);
        part = part <= 0 ? 0 : part - Math.Floor(part);
        return at >= length - 1 ? [(length - 1, 1)] : [(at, 1 - part), (at + 1, part)];
    }
}
