using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Operators.Augmentation.Pictures;

namespace Streaming.Operators.Images;

/// <summary>Blurs pictures, each with a chance of <c>p</c>: an augmentation. Pictures that were JPEG are JPEG again (quality 95), others PNG; a blurred picture has bytes and no path. Those of one path are blurred alike.</summary>
[Operator("image_blur_mapper", Example = "{ p: 0.5, blur_type: gaussian, radius: 2 }")]
internal sealed class ImageBlurMapper(ImageBlurMapperOptions options) : PictureMapper(options)
{
    protected override RgbImage Change(RgbImage image, PictureDraws draws) => options.BlurType.Of(image, options.Radius);
}

/// <summary>Options of <c>image_blur_mapper</c>.</summary>
internal sealed record ImageBlurMapperOptions() : PictureMapperOptions(0.2)
{
    /// <summary>How it is blurred.</summary>
    public BlurType BlurType { get; init; } = BlurType.Gaussian;

    /// <summary>The radius of <c>box</c>, the standard deviation of <c>gaussian</c>, in pixels.</summary>
    [Range(0.0, 1_000.0)]
    public double Radius { get; init; } = 2;
}
