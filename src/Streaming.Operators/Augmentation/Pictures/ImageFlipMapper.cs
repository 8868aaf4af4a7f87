using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Which way pictures are flipped.</summary>
internal enum FlipDirection
{
    /// <summary>Left becomes right.</summary>
    Horizontal,

    /// <summary>Up becomes down.</summary>
    Vertical,

    /// <summary>Both: half a turn.</summary>
    Both,
}

/// <summary>Flips pictures, each with a chance of <c>p</c>: an augmentation, seeded by the sample's id.</summary>
/// <remarks>Captions that say left or right, and writing in the picture, are not flipped with it.</remarks>
[Operator("image_flip_mapper", Example = "{ direction: horizontal, p: 0.5 }")]
internal sealed class ImageFlipMapper(ImageFlipMapperOptions options) : PictureMapper(options)
{
    protected override RgbImage Change(RgbImage image, PictureDraws draws)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(image.Pixels.Length);
        for (var y = 0; y < image.Height; y++)
        {
            var from = image.Row(options.Direction == FlipDirection.Horizontal ? y : image.Height - 1 - y);
            var to = pixels.AsSpan(y * image.Width * RgbImage.Channels, from.Length);
            if (options.Direction == FlipDirection.Vertical)
            {
                from.CopyTo(to);
                continue;
            }

            for (var x = 0; x < from.Length; x += RgbImage.Channels)
            {
                from.Slice(x, RgbImage.Channels).CopyTo(to[(from.Length - RgbImage.Channels - x)..]);
            }
        }

        return image with { Pixels = pixels };
    }
}

/// <summary>Options of <c>image_flip_mapper</c>.</summary>
internal sealed record ImageFlipMapperOptions() : PictureMapperOptions(0.5)
{
    /// <summary>Which way.</summary>
    public FlipDirection Direction { get; init; } = FlipDirection.Horizontal;
}
