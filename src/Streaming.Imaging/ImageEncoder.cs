using SkiaSharp;

namespace Streaming.Imaging;

/// <summary>Writes pictures.</summary>
internal static class ImageEncoder
{
    private const int JpegQuality = 95;

    /// <summary>As JPEG where the original is one (quality 95), else without loss as PNG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="original">The encoded picture that it was made of.</param>
    public static byte[] EncodeLike(RgbImage image, ReadOnlySpan<byte> original)
    {
        var isJpeg = original.StartsWith(new byte[] { 0xFF, 0xD8, 0xFF });
        return Encode(image, isJpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, JpegQuality);
    }

    /// <summary>As JPEG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(RgbImage image, int quality) => Encode(image, SKEncodedImageFormat.Jpeg, quality);

    private static byte[] Encode(RgbImage image, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var to = bitmap.GetPixelSpan();
        for (int from = 0, at = 0; from < image.Pixels.Length; from += RgbImage.Channels, at += 4)
        {
            image.Pixels.AsSpan(from, RgbImage.Channels).CopyTo(to[at..]);
            to[at + 3] = byte.MaxValue;
        }

        using var encoded = bitmap.Encode(format, quality);
        return encoded.ToArray();
    }
}
