using System.Buffers.Binary;
using SkiaSharp;
using Streaming.Imaging;

namespace Streaming.Models.Tests.Images;

/// <summary>Pictures that are none, cut short or too large are refused, and cheaply.</summary>
public sealed class BadImageTests
{
    [Fact]
    public void A_bomb_is_refused_from_its_header()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(PngHeader(20_000, 20_000), maxPixels: 89_478_485));
        Assert.Contains("20000 × 20000", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_picture_cut_short_is_refused(SKEncodedImageFormat format)
    {
        var bytes = Encoded(format);
        Assert.Equal(200, ImageDecoder.Decode(bytes).Width);
        Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(bytes.AsMemory(0, bytes.Length / 2)));
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(ReadOnlyMemory<byte>.Empty));
        Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode("<html>not a picture</html>"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
    }

    private static byte[] Encoded(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(200, 150);
        for (var i = 0; i < 200 * 150; i++)
        {
            bitmap.SetPixel(i % 200, i / 200, new SKColor((uint)((i * 2654435761) | 0xFF000000)));
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    private static byte[] PngHeader(int width, int height)
    {
        var header = new byte[17];
        "IHDR"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), height);
        (header[12], header[13]) = (8, 2);
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc(header));
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. header, .. checksum, .. (byte[])[0, 0, 0, 16, 0x49, 0x44, 0x41, 0x54, .. new byte[20]]];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
