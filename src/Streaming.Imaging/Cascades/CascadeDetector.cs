namespace Streaming.Imaging.Cascades;

/// <summary>Finds things in a picture by a cascade, as OpenCV's <c>CascadeClassifier.detectMultiScale</c> does: the same boxes.</summary>
internal sealed class CascadeDetector(Cascade cascade, ScanSettings settings)
{
    // OpenCV shares out the rows of each size among stripes as wide as this.
    private const double StripeWidth = 32;
    private const double SmallScale = 2;

    // Far more than a photograph holds; a picture that is all findings must not fill the memory.
    private const int MaxFindings = 1_000_000;

    /// <summary>The boxes, those of one thing put together, cut at the picture's edges.</summary>
    /// <exception cref="InvalidDataException">There are too many findings to put together.</exception>
    public IReadOnlyList<Box> Find(RgbImage image)
    {
        var found = new List<Box>();
        var gray = Luma.Of(image);
        var scales = ScanScales.Of(cascade, image.Width, image.Height, settings);
        if (scales.Count > 0)
        {
            var stripes = Math.Max(1, (int)Math.Ceiling((WidthAt(image.Width, scales[0]) + 1 - cascade.Width) / StripeWidth));
            BandLayout? layout = null;
            foreach (var scale in scales)
            {
                var step = scale >= SmallScale ? 1 : 2;
                var width = WidthAt(image.Width, scale);
                layout = layout?.Step == step ? layout : new(cascade, width, step);
                Scan(new(gray, image.Width, image.Height, width, WidthAt(image.Height, scale)), layout, scale, stripes, found);
            }
        }

        return [.. BoxGroups.Of(found, settings.MinNeighbors).Select(box => Cut(box, image)).Where(box => box is { Width: > 0, Height: > 0 })];
    }

    private void Scan(GrayRows rows, BandLayout layout, float scale, int stripes, List<Box> found)
    {
        var (across, down) = (rows.Width + 1 - cascade.Width, rows.Height + 1 - cascade.Height);

        // Rows that the stripes leave over are not looked at.
        down = Math.Min(down, stripes * Math.Max(((down / layout.Step) + stripes - 1) / stripes, 1) * layout.Step);
        var (width, height) = (ScanScales.Whole(cascade.Width * scale), ScanScales.Whole(cascade.Height * scale));
        var scan = new WindowScan(cascade, layout);
        var windows = new List<int>();
        for (var first = 0; first < down; first += BandLayout.WindowRows)
        {
            var last = Math.Min(first + BandLayout.WindowRows, down) - 1;
            BandSums.Fill(layout, rows, first, last - first + cascade.Height, cascade.HasTilted);
            for (var y = first; y <= last; y += layout.Step)
            {
                scan.Row(y - first, (across + layout.Step - 1) / layout.Step, windows);
                found.AddRange(windows.Select(number => new Box(ScanScales.Whole(number * layout.Step * scale), ScanScales.Whole(y * scale), width, height)));
                windows.Clear();
            }

            if (found.Count > MaxFindings)
            {
                throw new InvalidDataException($"The picture has more than {MaxFindings} places that look like what is sought.");
            }
        }
    }

    private static int WidthAt(int width, float scale) => ScanScales.Whole(width / scale);

    private static Box Cut(Box box, RgbImage image)
    {
        var (x, y) = (Math.Max(box.X, 0), Math.Max(box.Y, 0));
        return new(x, y, Math.Min(box.Right, image.Width) - x, Math.Min(box.Bottom, image.Height) - y);
    }
}
