namespace Streaming.Imaging.Cascades;

/// <summary>The sizes in which a picture is searched, as OpenCV 4 picks them.</summary>
internal static class ScanScales
{
    /// <summary>How many times each is smaller than the picture.</summary>
    public static IReadOnlyList<float> Of(Cascade cascade, int width, int height, ScanSettings settings)
    {
        var all = new List<float>();
        for (var factor = 1.0; Whole(cascade.Width * factor) <= width && Whole(cascade.Height * factor) <= height; factor *= settings.ScaleFactor)
        {
            all.Add((float)factor);
        }

        var (minWidth, minHeight) = settings.MinSize ?? (0, 0);
        var (maxWidth, maxHeight) = settings.MaxSize is { Width: > 0, Height: > 0 } max ? max : (width, height);
        var wanted = all
            .TakeWhile(scale => Whole(cascade.Width * scale) <= maxWidth && Whole(cascade.Height * scale) <= maxHeight)
            .Where(scale => Whole(cascade.Width * scale) >= minWidth && Whole(cascade.Height * scale) >= minHeight)
            .ToList();

        // Where none fits, the one that is nearest to the smallest size.
        double Distance(float scale) => Math.Pow(minWidth - Whole(cascade.Width * scale), 2) + Math.Pow(minHeight - Whole(cascade.Height * scale), 2);
        return wanted.Count > 0 || all.Count == 0 ? wanted : [all.MinBy(Distance)];
    }

    /// <summary>Rounded, halves to the even side.</summary>
    public static int Whole(double number) => (int)Math.Round(number, MidpointRounding.ToEven);
}
