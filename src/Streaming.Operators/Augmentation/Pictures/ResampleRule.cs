using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>How pixels are made of others when a picture is resized: Pillow's filters, with Pillow's rounding.</summary>
internal enum ResampleRule
{
    /// <summary>The nearest one.</summary>
    Nearest,

    /// <summary>The mean of those that a pixel covers.</summary>
    Box,

    /// <summary>Weighted by distance.</summary>
    Bilinear,

    /// <summary>As bilinear, sharper.</summary>
    Hamming,

    /// <summary>A cubic curve over four.</summary>
    Bicubic,

    /// <summary>A windowed sinc over six.</summary>
    Lanczos,
}

/// <summary>Resizes by rule.</summary>
internal static class ResampleRules
{
    /// <summary>The picture in another size.</summary>
    /// <exception cref="InvalidDataException">It, or what is made on the way to it (rows are resized first), would have more pixels than are allowed.</exception>
    public static RgbImage Resize(this ResampleRule rule, RgbImage image, int width, int height, long maxPixels) => (long)width * Math.Max(height, image.Height) <= maxPixels
        ? ImageResize.Resize(image, width, height, rule switch
        {
            ResampleRule.Nearest => Resample.Nearest,
            ResampleRule.Box => Resample.Box,
            ResampleRule.Bilinear => Resample.Bilinear,
            ResampleRule.Hamming => Resample.Hamming,
            ResampleRule.Bicubic => Resample.Bicubic,
            _ => Resample.Lanczos,
        })
        : throw new InvalidDataException($"The picture would have {width} × {Math.Max(height, image.Height)} pixels, or have them on the way, more than the {maxPixels} allowed.");
}
