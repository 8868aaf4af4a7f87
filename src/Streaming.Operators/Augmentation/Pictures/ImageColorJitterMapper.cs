using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Changes brightness, contrast, saturation and hue of pictures, each with a chance of <c>p</c>, by random factors and in random order: an augmentation, seeded by the sample's id.</summary>
/// <remarks>
/// The rule is that of torchvision's <c>ColorJitter</c> on Pillow's pictures: a factor is drawn evenly from [max(0, 1 - x), 1 + x], the turn of the hue from [-hue, hue] of a whole circle; what is 0 is left out. The random numbers are our own.
/// </remarks>
[Operator("image_color_jitter_mapper", Example = "{ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1, p: 0.8 }")]
internal sealed class ImageColorJitterMapper(ImageColorJitterMapperOptions options) : PictureMapper(options)
{
    protected override RgbImage Change(RgbImage image, PictureDraws draws)
    {
        List<Action<RgbImage>> changes = [];
        Add(changes, options.Brightness, draws, ColorChange.Brightness);
        Add(changes, options.Contrast, draws, ColorChange.Contrast);
        Add(changes, options.Saturation, draws, ColorChange.Saturation);
        if (options.Hue > 0)
        {
            var turn = draws.Between(-options.Hue, options.Hue);
            changes.Add(changed => HueTurn.By(changed, turn));
        }

        if (changes.Count == 0)
        {
            return image;
        }

        var result = image with { Pixels = (byte[])image.Pixels.Clone() };
        for (; changes.Count > 0; changes.RemoveAt(changes.Count - 1))
        {
            var next = draws.Below(changes.Count);
            changes[next](result);
            changes[next] = changes[^1];
        }

        return result;
    }

    private static void Add(List<Action<RgbImage>> changes, double most, PictureDraws draws, Action<RgbImage, double> change)
    {
        if (most > 0)
        {
            var factor = draws.Between(Math.Max(0, 1 - most), 1 + most);
            changes.Add(image => change(image, factor));
        }
    }
}

/// <summary>Options of <c>image_color_jitter_mapper</c>.</summary>
internal sealed record ImageColorJitterMapperOptions : PictureMapperOptions
{
    /// <summary>How far brightness may go from 1.</summary>
    [Range(0.0, 100.0)]
    public double Brightness { get; init; } = 0.4;

    /// <summary>How far contrast may go from 1.</summary>
    [Range(0.0, 100.0)]
    public double Contrast { get; init; } = 0.4;

    /// <summary>How far saturation may go from 1.</summary>
    [Range(0.0, 100.0)]
    public double Saturation { get; init; } = 0.4;

    /// <summary>How far the hue may turn, as a part of the whole circle.</summary>
    [Range(0.0, 0.5)]
    public double Hue { get; init; } = 0.1;
}
