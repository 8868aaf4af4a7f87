namespace Streaming.Imaging;

/// <summary>A picture of 8-bit red, green, blue, row by row.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Pixels">Three bytes for each pixel.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    internal const int Channels = 3;

    internal ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>A part of it, which must lie within.</summary>
    internal RgbImage Crop(Box box)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(checked(box.Width * box.Height * Channels));
        for (var y = 0; y < box.Height; y++)
        {
            Row(box.Y + y).Slice(box.X * Channels, box.Width * Channels).CopyTo(pixels.AsSpan(y * box.Width * Channels));
        }

        return new(box.Width, box.Height, pixels);
    }

    /// <summary>Lays another picture over this one, which changes; it must lie within.</summary>
    internal void Paste(RgbImage part, int x, int y)
    {
        for (var row = 0; row < part.Height; row++)
        {
            part.Row(row).CopyTo(Pixels.AsSpan((((y + row) * Width) + x) * Channels));
        }
    }
}
