using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Brighter, more contrast, more colour: a picture is blended with black, with its mean grey or with itself in grey, as Pillow's <c>ImageEnhance</c> does and cuts.</summary>
internal static class ColorChange
{
    /// <summary>Black at 0, itself at 1, brighter beyond.</summary>
    public static void Brightness(RgbImage image, double factor) => Blend(image, factor, (_, _) => 0);

    /// <summary>Its mean grey at 0, itself at 1.</summary>
    public static void Contrast(RgbImage image, double factor)
    {
        var sum = 0L;
        for (var at = 0; at < image.Pixels.Length; at += RgbImage.Channels)
        {
            sum += Gray(image.Pixels, at);
        }

        var mean = (int)(((double)sum / (image.Width * image.Height)) + 0.5);
        Blend(image, factor, (_, _) => mean);
    }

    /// <summary>Grey at 0, itself at 1.</summary>
    public static void Saturation(RgbImage image, double factor) => Blend(image, factor, Gray);

    // ITU-R BT.601 in 16-bit fixed point, as Pillow's convert("L").
    private static int Gray(byte[] pixels, int at) => ((pixels[at] * 19_595) + (pixels[at + 1] * 38_470) + (pixels[at + 2] * 7_471) + (1 << 15)) >> 16;

    private static void Blend(RgbImage image, double factor, Func<byte[], int, int> other)
    {
        var (pixels, part) = (image.Pixels, (float)factor);
        for (var at = 0; at < pixels.Length; at += RgbImage.Channels)
        {
            var with = other(pixels, at);
            for (var i = at; i < at + RgbImage.Channels; i++)
            {
                pixels[i] = (byte)Math.Clamp(with + (part * (pixels[i] - with)), 0, byte.MaxValue);
            }
        }
    }
}
