using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>How a picture is blurred.</summary>
internal enum BlurType
{
    /// <summary>The mean of the pixels around, two away.</summary>
    Mean,

    /// <summary>The mean of a square.</summary>
    Box,

    /// <summary>Weighted by a bell curve.</summary>
    Gaussian,
}

/// <summary>Blurs by type.</summary>
internal static class BlurTypes
{
    /// <summary>The blurred picture.</summary>
    /// <param name="type">How.</param>
    /// <param name="image">The picture.</param>
    /// <param name="radius">The radius of a box, the standard deviation of a bell curve, in pixels; the mean has none.</param>
    public static RgbImage Of(this BlurType type, RgbImage image, double radius) => type switch
    {
        BlurType.Mean => MeanBlur.Of(image),
        BlurType.Box => BoxBlur.Of(image, radius),
        _ => BoxBlur.Gaussian(image, radius),
    };
}
