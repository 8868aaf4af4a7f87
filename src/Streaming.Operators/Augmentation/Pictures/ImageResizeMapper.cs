using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Resizes pictures, each with a chance of <c>p</c>, as Pillow does: to a width and a height, to one of them with the picture's proportions, or by its shorter or longer side.</summary>
[Operator("image_resize_mapper", Example = "{ longest_side: 1024, only_shrink: true }")]
internal sealed class ImageResizeMapper(ImageResizeMapperOptions options) : PictureMapper(options)
{
    protected override RgbImage Change(RgbImage image, PictureDraws draws)
    {
        var (width, height) = SizeOf(image);
        if (options.OnlyShrink && (width > image.Width || height > image.Height))
        {
            return image;
        }

        return options.Resample.Resize(image, width, height, options.MaxImagePixels);
    }

    private (int Width, int Height) SizeOf(RgbImage image)
    {
        if (options is { Width: { } width, Height: { } height })
        {
            return (width, height);
        }

        var scale = options switch
        {
            { Width: { } wide } => (double)wide / image.Width,
            { Height: { } high } => (double)high / image.Height,
            { ShortestSide: { } shortest } => (double)shortest / Math.Min(image.Width, image.Height),
            _ => (double)options.LongestSide!.Value / Math.Max(image.Width, image.Height),
        };
        int Side(int side) => (int)Math.Clamp(Math.Round(side * scale), 1, int.MaxValue);
        return (options.Width ?? Side(image.Width), options.Height ?? Side(image.Height));
    }
}

/// <summary>Options of <c>image_resize_mapper</c>: <c>width</c> and/or <c>height</c>, or one of <c>shortest_side</c> and <c>longest_side</c>.</summary>
internal sealed record ImageResizeMapperOptions : PictureMapperOptions, IValidatesOptions
{
    /// <summary>The width to make it, in pixels; alone, the height follows.</summary>
    [Range(1, 65_535)]
    public int? Width { get; init; }

    /// <summary>The height to make it, in pixels; alone, the width follows.</summary>
    [Range(1, 65_535)]
    public int? Height { get; init; }

    /// <summary>The length of its shorter side, in pixels; the other one follows.</summary>
    [Range(1, 65_535)]
    public int? ShortestSide { get; init; }

    /// <summary>The length of its longer side, in pixels; the other one follows.</summary>
    [Range(1, 65_535)]
    public int? LongestSide { get; init; }

    /// <summary>Leaves pictures alone that would become wider or higher.</summary>
    public bool OnlyShrink { get; init; }

    /// <summary>How it is resized.</summary>
    public ResampleRule Resample { get; init; } = ResampleRule.Bicubic;

    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        var ways = (Width ?? Height) is null ? 0 : 1;
        ways += ShortestSide is null ? 0 : 1;
        ways += LongestSide is null ? 0 : 1;
        if (ways != 1)
        {
            yield return new(null, "give a width, a height or both, or shortest_side, or longest_side");
        }
    }
}
