using Streaming.Imaging;

namespace Streaming.Operators.Images.Hashing;

/// <summary>Brightness of a picture that was made small: rows of bytes.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Levels">Row by row.</param>
internal sealed record GrayPlane(int Width, int Height, byte[] Levels)
{
    // ITU-R BT.601 in 16-bit fixed point, as Pillow's convert("L").
    private const int Red = 19_595;
    private const int Green = 38_470;
    private const int Blue = 7_471;
    private const int Half = 1 << 15;

    /// <summary>Resized first, made grey then, as imagededup does.</summary>
    public static GrayPlane Of(RgbImage image, int width, int height)
    {
        var pixels = ImageResize.Resize(image, width, height, Resample.Lanczos).Pixels;
        var levels = new byte[width * height];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = (byte)(((pixels[3 * i] * Red) + (pixels[(3 * i) + 1] * Green) + (pixels[(3 * i) + 2] * Blue) + Half) >> 16);
        }

        return new(width, height, levels);
    }
}
