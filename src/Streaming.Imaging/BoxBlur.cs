namespace Streaming.Imaging;

/// <summary>
/// Pillow's box blur: the mean over a window of any radius, whose outermost pixels count in part, in 24-bit fixed point and rounded to 8 bits after each pass; the picture goes on beyond its edges as it
/// ends there. A Gaussian blur is three of them (Gwosdek et al., Theoretical Foundations of Gaussian Convolution by Extended Box Filtering, 2011).
/// </summary>
internal static class BoxBlur
{
    private const int Bits = 24;
    private const int Passes = 3;

    /// <summary>A Gaussian blur of a standard deviation in pixels.</summary>
    public static RgbImage Gaussian(RgbImage image, double deviation)
    {
        var variance = deviation * deviation / Passes;
        var whole = Math.Floor((Math.Sqrt((12 * variance) + 1) - 1) / 2);
        var part = ((2 * whole) + 1) * ((whole * (whole + 1)) - (3 * variance)) / (6 * (variance - ((whole + 1) * (whole + 1))));
        return Of(image, whole + part, Passes);
    }

    /// <summary>A blur of a radius in pixels, so many times over.</summary>
    public static RgbImage Of(RgbImage image, double radius, int passes = 1)
    {
        if (radius <= 0)
        {
            return image;
        }

        var pixels = (byte[])image.Pixels.Clone();
        var (row, column) = (image.Width * RgbImage.Channels, RgbImage.Channels);
        for (var y = 0; y < image.Height; y++)
        {
            BlurLines(pixels, y * row, image.Width, column, radius, passes);
        }

        for (var x = 0; x < image.Width; x++)
        {
            BlurLines(pixels, x * column, image.Height, row, radius, passes);
        }

        return image with { Pixels = pixels };
    }

    private static void BlurLines(byte[] pixels, int start, int length, int step, double radius, int passes)
    {
        var line = new byte[length];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            for (var pass = 0; pass < passes; pass++)
            {
                for (var i = 0; i < length; i++)
                {
                    line[i] = pixels[start + channel + (i * step)];
                }

                Blur(line, pixels.AsSpan(start + channel), step, radius);
            }
        }
    }

    private static void Blur(byte[] line, Span<byte> to, int step, double radius)
    {
        var whole = (int)radius;
        var weight = (uint)((1 << Bits) / ((radius * 2) + 1));
        var edge = (uint)(((1 << Bits) - (((whole * 2) + 1) * weight)) / 2);
        byte At(int i) => line[Math.Clamp(i, 0, line.Length - 1)];
        var sum = 0u;
        for (var i = -whole; i <= whole; i++)
        {
            sum += At(i);
        }

        for (var i = 0; i < line.Length; i++)
        {
            var outer = (uint)(At(i - whole - 1) + At(i + whole + 1));
            to[i * step] = (byte)(((sum * weight) + (outer * edge) + (1 << (Bits - 1))) >> Bits);
            sum += At(i + whole + 1);
            sum -= At(i - whole);
        }
    }
}
