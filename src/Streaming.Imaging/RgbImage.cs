namespace Streaming.Imaging;

/// <summary>A picture of 8-bit red, green, blue, row by row.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Pixels">Three bytes for each pixel.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    internal const int Channels = 3;

    internal ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);
}
