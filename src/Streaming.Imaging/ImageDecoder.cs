using SkiaSharp;

namespace Streaming.Imaging;

/// <summary>Turns an encoded picture into upright RGB, as Pillow's <c>exif_transpose</c> and <c>convert("RGB")</c> do: alpha is dropped, not blended; gray is repeated; palettes are expanded.</summary>
public static class ImageDecoder
{
    /// <summary>Pillow warns of larger pictures.</summary>
    public const long DefaultMaxPixels = 89_478_485;

    // No format but PNG has longer sides, and tables as long as a side must stay small.
    private const int MaxSide = 65_535;
    private const int BytesOfRgba = 4;

    /// <summary>Decodes a picture.</summary>
    /// <param name="bytes">A PNG, JPEG, WebP, GIF (its first frame) or BMP file.</param>
    /// <param name="maxPixels">The largest picture to decode; a larger one is refused from its header, before any of it is decoded.</param>
    /// <exception cref="InvalidDataException">It is no picture, or cut short, or too large.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> bytes, long maxPixels = DefaultMaxPixels)
    {
        using var pin = bytes.Pin();
        using var file = Wrap(pin, bytes.Length);
        using var codec = SKCodec.Create(file) ?? throw new InvalidDataException(bytes.IsEmpty ? "The picture has no bytes." : "The picture is of no known format (PNG, JPEG, WebP, GIF, BMP), or its header is broken.");
        var size = codec.Info.Size;
        var pixels = (long)size.Width * size.Height;
        if (pixels > Math.Min(maxPixels, int.MaxValue / BytesOfRgba))
        {
            throw new InvalidDataException($"The picture has {size.Width} × {size.Height} pixels, more than the {maxPixels} allowed.");
        }

        if (Math.Max(size.Width, size.Height) > MaxSide)
        {
            throw new InvalidDataException($"The picture has {size.Width} × {size.Height} pixels: a side of more than {MaxSide} is not decoded.");
        }

        // No colour space: the numbers of the file as they are. Not premultiplied: the colour under the alpha is what counts.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, null);
        if (DeepGray.Is(bytes.Span))
        {
            return Orientation.Upright(DeepGray.Read(codec, size), size.Width, size.Height, codec.EncodedOrigin);
        }

        var rgba = GC.AllocateUninitializedArray<byte>(checked((int)(pixels * BytesOfRgba)));
        var result = Read(codec, info, rgba);
        return result == SKCodecResult.Success
            ? Orientation.Upright(rgba, size.Width, size.Height, codec.EncodedOrigin)
            : throw new InvalidDataException($"The picture cannot be decoded: {result}.");
    }

    /// <summary>Encoded bytes as Skia reads them, without a copy; good while they are pinned.</summary>
    internal static unsafe SKData Wrap(System.Buffers.MemoryHandle pin, int length) => length == 0 ? SKData.Empty : SKData.Create((nint)pin.Pointer, length);

    private static unsafe SKCodecResult Read(SKCodec codec, SKImageInfo info, byte[] rgba)
    {
        fixed (byte* first = rgba)
        {
            return codec.GetPixels(info, (nint)first, info.RowBytes, SKCodecOptions.Default);
        }
    }
}
