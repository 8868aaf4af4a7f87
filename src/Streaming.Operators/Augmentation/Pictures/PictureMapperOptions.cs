using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;

namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>Options that augmentations of pictures share.</summary>
internal abstract record PictureMapperOptions
{
    /// <param name="p">The chance where none is given.</param>
    protected PictureMapperOptions(double p = 1) => P = p;

    /// <summary>The chance of each picture.</summary>
    [Range(0.0, 1.0)]
    public double P { get; init; }

    /// <summary>The largest picture that is decoded, in pixels; a larger one is a dead letter from its header.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;
}
