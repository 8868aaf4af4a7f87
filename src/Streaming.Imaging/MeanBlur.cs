namespace Streaming.Imaging;

/// <summary>Pillow's filter <c>BLUR</c>: the mean of the 16 pixels on the rim of a square of 5 × 5; the two outermost lines stay as they are.</summary>
internal static class MeanBlur
{
    private const int Reach = 2;
    private const int RimPixels = 16;

    public static RgbImage Of(RgbImage image)
    {
        var pixels = (byte[])image.Pixels.Clone();
        for (var y = Reach; y < image.Height - Reach; y++)
        {
            for (var i = Reach * RgbImage.Channels; i < (image.Width - Reach) * RgbImage.Channels; i++)
            {
                pixels[(y * image.Width * RgbImage.Channels) + i] = (byte)((Rim(image, y, i) + (RimPixels / 2)) / RimPixels);
            }
        }

        return image with { Pixels = pixels };
    }

    private static int Rim(RgbImage image, int y, int at)
    {
        var sum = 0;
        for (var dy = -Reach; dy <= Reach; dy++)
        {
            var row = image.Row(y + dy);
            for (var dx = -Reach; dx <= Reach; dx += Math.Abs(dy) == Reach ? 1 : 2 * Reach)
            {
                sum += row[at + (dx * RgbImage.Channels)];
            }
        }

        return sum;
    }
}
