using SkiaSharp;
using Streaming.Samples;

namespace Streaming.Imaging;

/// <summary>What a picture's header says: its size as it is shown. Nothing is decoded.</summary>
/// <param name="Width">Its width in pixels, upright.</param>
/// <param name="Height">Its height in pixels, upright.</param>
internal readonly record struct ImageHeader(int Width, int Height)
{
    /// <summary>Reads it from a medium's bytes or file.</summary>
    /// <exception cref="InvalidDataException">It is no picture, or cannot be read.</exception>
    public static ImageHeader Read(Media media)
    {
        if (media.InMemory is { } bytes)
        {
            using var pin = bytes.Pin();
            using var content = ImageDecoder.Wrap(pin, bytes.Length);
            using var inMemory = SKCodec.Create(content);
            return Of(inMemory, media);
        }

        using var file = MediaFiles.Open(media);
        using var codec = SKCodec.Create(file);
        return Of(codec, media);
    }

    private static ImageHeader Of(SKCodec? codec, Media media)
    {
        if (codec is null)
        {
            throw new InvalidDataException($"The picture{(media.Path is null ? "" : $" '{media.Path}'")} is of no known format (PNG, JPEG, WebP, GIF, BMP), or its header is broken.");
        }

        var size = codec.Info.Size;

        // Those from LeftTop on lie on their side.
        return codec.EncodedOrigin >= SKEncodedOrigin.LeftTop ? new(size.Height, size.Width) : new(size.Width, size.Height);
    }
}
