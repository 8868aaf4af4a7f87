using Streaming.Imaging;

namespace Streaming.Models.Images;

/// <summary>Cuts the middle out of a picture; where the picture is smaller, black is added, as transformers does.</summary>
internal static class CenterCrop
{
    public static RgbImage Of(RgbImage image, int height, int width)
    {
        if (image.Height == height && image.Width == width)
        {
            return image;
        }

        // Floored, also below zero.
        var (top, left) = ((image.Height - height) >> 1, (image.Width - width) >> 1);
        var pixels = new byte[checked(height * width * RgbImage.Channels)];
        var (fromX, toX) = (Math.Max(0, left), Math.Min(image.Width, left + width));
        for (var y = Math.Max(0, top); y < Math.Min(image.Height, top + height); y++)
        {
            var part = image.Row(y)[(fromX * RgbImage.Channels)..(toX * RgbImage.Channels)];
            part.CopyTo(pixels.AsSpan((((y - top) * width) + fromX - left) * RgbImage.Channels));
        }

        return new RgbImage(width, height, pixels);
    }
}
