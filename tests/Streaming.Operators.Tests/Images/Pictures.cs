using Streaming.Imaging;

namespace Streaming.Operators.Tests.Images;

/// <summary>Pictures of the tests' own.</summary>
internal static class Pictures
{
    /// <summary>A grey picture whose brightness a function gives.</summary>
    public static RgbImage Gray(int width, int height, Func<int, int, int> level) =>
        new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(i => Enumerable.Repeat((byte)level(i % width, i / width), 3))]);

    /// <summary>As a PNG.</summary>
    public static Media Png(RgbImage image, string? path = null) => new(ImageEncoder.EncodeLike(image, []), path);

    /// <summary>A grey PNG of this size.</summary>
    public static Media Png(int width, int height) => Png(Gray(width, height, (x, y) => (x + y) % 256));

    /// <summary>A sample with pictures.</summary>
    public static Sample With(string id, params Media[] pictures)
    {
        var sample = Some.Sample("text", id);
        sample.Images = pictures;
        return sample;
    }
}
