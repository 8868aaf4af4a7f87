using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Turns the hue of a picture, in the 8-bit hue, saturation and value of Pillow's <c>convert("HSV")</c> (Foley and van Dam, Computer Graphics), as torchvision does.</summary>
internal static class HueTurn
{
    /// <summary>Turns it by a part of the whole circle, of -0.5 to 0.5.</summary>
    public static void By(RgbImage image, double part)
    {
        var turn = (int)(part * byte.MaxValue) & byte.MaxValue;
        for (var at = 0; at < image.Pixels.Length; at += RgbImage.Channels)
        {
            var pixel = image.Pixels.AsSpan(at, RgbImage.Channels);
            var (hue, saturation, value) = ToHsv(pixel[0], pixel[1], pixel[2]);
            (pixel[0], pixel[1], pixel[2]) = ToRgb((hue + turn) & byte.MaxValue, saturation, value);
        }
    }

    // What is kept in 32 bits there is so here, for the last bit.
    /// <summary>Hue, saturation and value of a pixel, 0 to 255 each.</summary>
    internal static (int Hue, int Saturation, int Value) ToHsv(byte red, byte green, byte blue)
    {
        var (most, least) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        if (most == least)
        {
            return (0, 0, most);
        }

        var range = (float)(most - least);
        var (r, g, b) = ((most - red) / range, (most - green) / range, (most - blue) / range);
        var sector = (float)(red == most ? b - g : green == most ? 2.0 + r - b : 4.0 + g - r);
        var hue = (float)(((sector / 6.0) + 1.0) % 1.0);
        return (Level(hue * 255.0), Level(range / most * 255.0), most);
    }

    /// <summary>The pixel of a hue, a saturation and a value.</summary>
    internal static (byte Red, byte Green, byte Blue) ToRgb(int hue, int saturation, int value)
    {
        if (saturation == 0)
        {
            return ((byte)value, (byte)value, (byte)value);
        }

        var place = hue * 6.0 / 255.0;
        var sector = (int)Math.Floor(place);
        var (within, full) = ((float)(place - sector), (float)(saturation / 255.0));
        byte Of(double part) => (byte)Level(Math.Round(value * part, MidpointRounding.AwayFromZero));
        var (low, falling, rising, high) = (Of(1.0 - full), Of(1.0 - (full * within)), Of(1.0 - (full * (1.0 - within))), (byte)value);
        return (sector % 6) switch
        {
            0 => (high, rising, low),
            1 => (falling, high, low),
            2 => (low, high, rising),
            3 => (low, falling, high),
            4 => (rising, low, high),
            _ => (high, low, falling),
        };
    }

    private static int Level(double level) => (int)Math.Clamp(level, 0, byte.MaxValue);
}
