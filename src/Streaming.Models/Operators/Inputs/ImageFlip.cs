using Streaming.Imaging;

namespace Streaming.Models.Operators;

/// <summary>Mirrors pictures.</summary>
internal static class ImageFlip
{
    /// <summary>The picture with left and right, or top and bottom, changed.</summary>
    public static RgbImage Of(RgbImage image, bool horizontal, bool vertical)
    {
        if (!horizontal && !vertical)
        {
            return image;
        }

        var pixels = new byte[image.Pixels.Length];
        for (var y = 0; y < image.Height; y++)
        {
            var from = image.Row(vertical ? image.Height - 1 - y : y);
            var to = pixels.AsSpan(y * from.Length, from.Length);
            from.CopyTo(to);
            if (horizontal)
            {
                MirrorRow(to);
            }
        }

        return image with { Pixels = pixels };
    }

    private static void MirrorRow(Span<byte> row)
    {
        for (int left = 0, right = row.Length - RgbImage.Channels; left < right; left += RgbImage.Channels, right -= RgbImage.Channels)
        {
            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                (row[left + channel], row[right + channel]) = (row[right + channel], row[left + channel]);
            }
        }
    }
}
