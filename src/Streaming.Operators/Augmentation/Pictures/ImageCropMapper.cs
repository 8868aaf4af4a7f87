using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Which part of a picture is cut out.</summary>
internal enum CropMethod
{
    /// <summary>A part of random size, shape and place, resized to <c>width</c> × <c>height</c>: the training crop of Szegedy et al., Going Deeper with Convolutions (2014).</summary>
    RandomResized,

    /// <summary>A part of <c>width</c> × <c>height</c> at a random place.</summary>
    Random,

    /// <summary>The middle of <c>width</c> × <c>height</c>.</summary>
    Center,
}

/// <summary>Cuts pictures, each with a chance of <c>p</c>: an augmentation, seeded by the sample's id.</summary>
/// <remarks>The rule of <c>random_resized</c> is that of torchvision's <c>RandomResizedCrop</c>: an area and the logarithm of a ratio are drawn evenly, ten times at most, else the middle with the nearest ratio is taken. A picture that is
/// smaller than what is cut out without resizing is cut at its own edges: nothing is padded.</remarks>
[Operator("image_crop_mapper", Example = "{ method: random_resized, width: 224, height: 224 }")]
internal sealed class ImageCropMapper(ImageCropMapperOptions options) : PictureMapper(options)
{
    private const int Tries = 10;

    protected override RgbImage Change(RgbImage image, PictureDraws draws)
    {
        var (width, height) = (Math.Min(options.Width, image.Width), Math.Min(options.Height, image.Height));
        return options.Method switch
        {
            CropMethod.Center => Cut(image, new((int)Math.Round((image.Width - width) / 2.0), (int)Math.Round((image.Height - height) / 2.0), width, height)),
            CropMethod.Random => Cut(image, new(draws.Below(image.Width - width + 1), draws.Below(image.Height - height + 1), width, height)),
            _ => options.Resample.Resize(Cut(image, Drawn(image, draws)), options.Width, options.Height, options.MaxImagePixels),
        };
    }

    private static RgbImage Cut(RgbImage image, Box box) => box.Width == image.Width && box.Height == image.Height ? image : image.Crop(box);

    private Box Drawn(RgbImage image, PictureDraws draws)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = (double)image.Width * image.Height * draws.Between(options.MinScale, options.MaxScale);
            var ratio = Math.Exp(draws.Between(Math.Log(options.MinRatio), Math.Log(options.MaxRatio)));
            var (width, height) = (Math.Round(Math.Sqrt(area * ratio)), Math.Round(Math.Sqrt(area / ratio)));
            if (width > 0 && width <= image.Width && height > 0 && height <= image.Height)
            {
                var y = draws.Below(image.Height - (int)height + 1);
                return new(draws.Below(image.Width - (int)width + 1), y, (int)width, (int)height);
            }
        }

        return Middle(image);
    }

    private Box Middle(RgbImage image)
    {
        var ratio = (double)image.Width / image.Height;
        var width = ratio > options.MaxRatio ? Math.Max(1, (int)Math.Round(image.Height * options.MaxRatio)) : image.Width;
        var height = ratio < options.MinRatio ? Math.Max(1, (int)Math.Round(image.Width / options.MinRatio)) : image.Height;
        return new((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }
}

/// <summary>Options of <c>image_crop_mapper</c>.</summary>
internal sealed record ImageCropMapperOptions : PictureMapperOptions, IValidatesOptions
{
    /// <summary>Which part is cut out.</summary>
    public CropMethod Method { get; init; } = CropMethod.RandomResized;

    /// <summary>The width of the result in pixels.</summary>
    [Range(1, 16_384)]
    public int Width { get; init; } = 224;

    /// <summary>The height of the result in pixels.</summary>
    [Range(1, 16_384)]
    public int Height { get; init; } = 224;

    /// <summary><c>random_resized</c>: the least part of the picture's area.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MinScale { get; init; } = 0.08;

    /// <summary><c>random_resized</c>: the largest part of the picture's area.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaxScale { get; init; } = 1;

    /// <summary><c>random_resized</c>: the lowest ratio of width to height of the part.</summary>
    [Range(0.001, 1_000.0)]
    public double MinRatio { get; init; } = 3.0 / 4;

    /// <summary><c>random_resized</c>: the highest ratio of width to height of the part.</summary>
    [Range(0.001, 1_000.0)]
    public double MaxRatio { get; init; } = 4.0 / 3;

    /// <summary><c>random_resized</c>: how it is resized.</summary>
    public ResampleRule Resample { get; init; } = ResampleRule.Bilinear;

    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (MinScale > MaxScale)
        {
            yield return new("min_scale", $"min_scale {MinScale} is above max_scale {MaxScale}");
        }

        if (MinRatio > MaxRatio)
        {
            yield return new("min_ratio", $"min_ratio {MinRatio} is above max_ratio {MaxRatio}");
        }
    }
}
