using SkiaSharp;

namespace Streaming.Imaging;

/// <summary>EXIF orientations.</summary>
internal static class Orientation
{
    /// <summary>The RGB of an RGBA picture, turned and mirrored as its orientation says.</summary>
    public static RgbImage Upright(byte[] rgba, int width, int height, SKEncodedOrigin origin)
    {
        // Where the first pixel of the upright picture lies, and what a step right and a step down in it mean in the file.
        var (first, right, down, turned) = origin switch
        {
            SKEncodedOrigin.TopRight => (width - 1, -1, width, false),
            SKEncodedOrigin.BottomRight => ((width * height) - 1, -1, -width, false),
            SKEncodedOrigin.BottomLeft => (width * (height - 1), 1, -width, false),
            SKEncodedOrigin.LeftTop => (0, width, 1, true),
            SKEncodedOrigin.RightTop => (width * (height - 1), -width, 1, true),
            SKEncodedOrigin.RightBottom => ((width * height) - 1, -width, -1, true),
            SKEncodedOrigin.LeftBottom => (width - 1, width, -1, true),
            _ => (0, 1, width, false),
        };
        var (newWidth, newHeight) = turned ? (height, width) : (width, height);
        var rgb = GC.AllocateUninitializedArray<byte>(width * height * RgbImage.Channels);
        var at = 0;
        for (var y = 0; y < newHeight; y++)
        {
            var from = first + (y * down);
            for (var x = 0; x < newWidth; x++, from += right, at += RgbImage.Channels)
            {
                rgba.AsSpan(from * 4, RgbImage.Channels).CopyTo(rgb.AsSpan(at));
            }
        }

        return new RgbImage(newWidth, newHeight, rgb);
    }
}
