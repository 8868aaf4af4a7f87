using Streaming.Imaging;

namespace Streaming.Operators.Images.Reading;

/// <summary>Paints over the writing in pictures with the colour around it, as T-MARS does (Maini et al., arXiv 2307.03132, section 4: the average of the pixels that surround each text box).</summary>
internal static class WritingCover
{
    /// <summary>The picture without the words; the one given stays as it is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="words">What was read in it.</param>
    /// <param name="margin">By how much each box is widened, in pixels: letters reach over the boxes that are told.</param>
    public static RgbImage Paint(RgbImage picture, IReadOnlyList<ReadWord> words, int margin)
    {
        if (words.Count == 0)
        {
            return picture;
        }

        var painted = picture with { Pixels = picture.Pixels.ToArray() };
        foreach (var (_, box) in words)
        {
            var wide = Widen(box, margin, picture);
            Fill(painted, wide, Around(picture, wide));
        }

        return painted;
    }

    private static Box Widen(Box box, int margin, RgbImage picture)
    {
        var (x, y) = (Math.Max(0, box.X - margin), Math.Max(0, box.Y - margin));
        return new(x, y, Math.Min(picture.Width, box.Right + margin) - x, Math.Min(picture.Height, box.Bottom + margin) - y);
    }

    // The mean of the pixels just outside; of a box that fills the picture, of those at its edge.
    private static (byte Red, byte Green, byte Blue) Around(RgbImage picture, Box box)
    {
        long red = 0, green = 0, blue = 0, count = 0;
        var (left, top, right, bottom) = (Math.Max(0, box.X - 1), Math.Max(0, box.Y - 1), Math.Min(picture.Width - 1, box.Right), Math.Min(picture.Height - 1, box.Bottom));
        for (var y = top; y <= bottom; y++)
        {
            // Between the first and the last row only the two ends of a row lie outside.
            var step = y == top || y == bottom ? 1 : Math.Max(1, right - left);
            for (var x = left; x <= right; x += step)
            {
                var at = picture.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels);
                (red, green, blue, count) = (red + at[0], green + at[1], blue + at[2], count + 1);
            }
        }

        return ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }

    private static void Fill(RgbImage picture, Box box, (byte Red, byte Green, byte Blue) color)
    {
        for (var y = box.Y; y < box.Bottom; y++)
        {
            var row = picture.Pixels.AsSpan(((y * picture.Width) + box.X) * RgbImage.Channels, box.Width * RgbImage.Channels);
            for (var at = 0; at < row.Length; at += RgbImage.Channels)
            {
                (row[at], row[at + 1], row[at + 2]) = (color.Red, color.Green, color.Blue);
            }
        }
    }
}
