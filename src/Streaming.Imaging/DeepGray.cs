using SkiaSharp;

namespace Streaming.Imaging;

/// <summary>
/// Gray PNG files of 16 bits (depth maps, scans, medical pictures). Pillow cuts their levels at 255 instead of scaling them when it converts to RGB, and models have
/// seen them so.
/// </summary>
internal static class DeepGray
{
    private const int DepthAt = 24;
    private const int ColorTypeAt = 25;
    private const int MostPixels = int.MaxValue / 8;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a file is one.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > ColorTypeAt && file.StartsWith(Signature) && file[DepthAt] == 16 && file[ColorTypeAt] == 0;

    /// <summary>Its pixels as 8-bit RGBA. Half precision, the only deep format that Skia decodes gray into, tells all levels apart that are below the cut.</summary>
    /// <exception cref="InvalidDataException">It cannot be decoded.</exception>
    public static byte[] Read(SKCodec codec, SKSizeI size)
    {
        if ((long)size.Width * size.Height > MostPixels)
        {
            throw new InvalidDataException($"The picture has {size.Width} × {size.Height} pixels of 16 bits, more than can be decoded.");
        }

        var deep = new Half[size.Width * size.Height * 4];
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.RgbaF16, SKAlphaType.Unpremul, null);
        var result = Decode(codec, info, deep);
        return result == SKCodecResult.Success
            ? Array.ConvertAll(deep, level => (byte)Math.Clamp(MathF.Round((float)level * ushort.MaxValue), 0, byte.MaxValue))
            : throw new InvalidDataException($"The picture cannot be decoded: {result}.");
    }

    private static unsafe SKCodecResult Decode(SKCodec codec, SKImageInfo info, Half[] deep)
    {
        fixed (Half* first = deep)
        {
            return codec.GetPixels(info, (nint)first, info.RowBytes, SKCodecOptions.Default);
        }
    }
}
