using System.Text;
using SkiaSharp;
using Streaming.Operators.Tests.Images;

namespace Streaming.Operators.Tests.Contract;

/// <summary>Pictures made to break operators or to fill their memory, and odd ones that are as good as any.</summary>
internal static class HostilePictures
{
    private static readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("streaming-hostile-").FullName);

    /// <summary>Those that no operator can work on.</summary>
    public static IReadOnlyDictionary<string, Func<Media>> Broken { get; } = new Dictionary<string, Func<Media>>
    {
        ["no bytes"] = () => Of([]),
        ["one byte"] = () => Of([0x89]),
        ["random bytes"] = () => Of(RandomBytes(100_000)),
        ["a page"] = () => Of(Encoding.UTF8.GetBytes("<html><body>" + new string('x', 5000) + "</body></html>")),
        ["a page named .png"] = () => File("page.png", "<html></html>"u8.ToArray()),
        ["a file of no bytes"] = () => File("empty.png", []),
        ["random bytes behind a PNG's name"] = () => Of([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. RandomBytes(5000)]),
        ["random bytes behind a JPEG's name"] = () => Of([0xFF, 0xD8, 0xFF, 0xE0, .. RandomBytes(5000)]),
        ["random bytes behind a WebP's name"] = () => Of([.. "RIFF"u8, 0, 16, 0, 0, .. "WEBPVP8 "u8, .. RandomBytes(5000)]),
        ["a PNG of no pixels"] = () => Of(new PngBuilder(0, 10).Rows(10, 0).End()),
        ["a PNG of sides below nothing"] = () => Of(new PngBuilder(-5, -5).Rows(1, 3).End()),
        ["a PNG that ends behind its header"] = () => Of(new PngBuilder(64, 64).End()),
        ["a PNG whose depth is none"] = () => Of(new PngBuilder(8, 8, depth: 7).Rows(8, 24).End()),
        ["a path to nowhere"] = () => new(null, "no/such/file.png"),
        ["a path to a folder"] = () => new(null, _folder.Value),
        ["a path with a NUL"] = () => new(null, "a\0b.png"),
        ["a path of a million letters"] = () => new(null, new('a', 1 << 20)),
        ["an endless file"] = () => new(null, OperatingSystem.IsWindows() ? "NUL" : "/dev/zero"),
        ["a link to an endless file"] = () => new(null, OperatingSystem.IsWindows() ? "NUL" : Link("endless.png", "/dev/zero")),
        ["an address"] = () => new(null, "https://images.example/a.png"),
        ["neither bytes nor path"] = () => new(null, null),
    };

    /// <summary>Those whose header is good: an operator that decodes them must refuse them.</summary>
    public static IReadOnlyDictionary<string, Func<Media>> Headers { get; } = new Dictionary<string, Func<Media>>
    {
        ["a bomb of 400 million black pixels"] = () => Of(new PngBuilder(20_000, 20_000, 1, 0).Rows(20_000, 2500).End()),
        ["65,535 × 65,535"] = () => Of(new PngBuilder(65_535, 65_535).Rows(1, 65_535 * 3).End()),
        ["one column of 80 million pixels"] = () => Of(new PngBuilder(1, 80_000_000, 1, 0).Rows(1000, 1).End()),
        ["a side of two thousand million"] = () => Of(new PngBuilder(int.MaxValue, 1).Rows(1, 1000).End()),
        ["a JPEG of 65,500 × 65,500"] = () => Of(Widened(Encoded(SKEncodedImageFormat.Jpeg))),
        ["a GIF of 65,535 × 65,535 around one pixel"] = () => Of([.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]),
        ["half a PNG"] = () => Half(SKEncodedImageFormat.Png),
        ["half a JPEG"] = () => Half(SKEncodedImageFormat.Jpeg),
        ["half a WebP"] = () => Half(SKEncodedImageFormat.Webp),
        ["half a GIF"] = () => Of(TinyPictures.MovingGif[..160]),
    };

    /// <summary>Those that are as good as any.</summary>
    public static IReadOnlyDictionary<string, Func<Media>> Fine { get; } = new Dictionary<string, Func<Media>>
    {
        ["a wrong extension"] = () => File("picture.jpg", Encoded(SKEncodedImageFormat.Png)),
        ["no extension"] = () => File("picture", Encoded(SKEncodedImageFormat.Webp)),
        ["65,535 × 1"] = () => Of(new PngBuilder(65_535, 1, 8, 0).Rows(1, 65_535, 90).End()),
        ["1 × 65,535"] = () => Of(new PngBuilder(1, 65_535, 8, 0).Rows(65_535, 1, 90).End()),
        ["one pixel"] = () => Pictures.Png(1, 1),
        ["a moving GIF"] = () => Of(TinyPictures.MovingGif),
        ["a moving WebP"] = () => Of(TinyPictures.MovingWebp),
        ["a moving PNG"] = () => Of(TinyPictures.MovingPng),
        ["four inks"] = () => Of(TinyPictures.CmykJpeg),
        ["several passes"] = () => Of(TinyPictures.ProgressiveJpeg),
        ["a BMP"] = () => Of(TinyPictures.Bmp),
        ["16-bit gray"] = () => Of(new PngBuilder(20, 10, 16, 0).Rows(10, 40, 3).End()),
        ["16-bit colours"] = () => Of(new PngBuilder(20, 10, 16, 2).Rows(10, 120, 77).End()),
        ["16-bit colours, see-through"] = () => Of(new PngBuilder(20, 10, 16, 6).Rows(10, 160, 77).End()),
        ["a palette"] = () => Of(new PngBuilder(20, 10, 8, 3).Chunk("PLTE", [1, 2, 3, 200, 100, 0]).Chunk("tRNS", [0, 128]).Rows(10, 20, 1).End()),
        ["two colours"] = () => Of(new PngBuilder(20, 10, 1, 3).Chunk("PLTE", [1, 2, 3, 200, 100, 0]).Rows(10, 3, 0x55).End()),
        ["a note of 64 MB, compressed"] = () => Of(new PngBuilder(20, 10).Chunk("zTXt", [.. "note\0\0"u8, .. PngBuilder.Zeros(64, 1 << 20)]).Rows(10, 60, 9).End()),
        ["a profile of 64 MB, compressed"] = () => Of(new PngBuilder(20, 10).Chunk("iCCP", [.. "icc\0\0"u8, .. PngBuilder.Zeros(64, 1 << 20)]).Rows(10, 60, 9).End()),
    };

    /// <summary>A link, whose own length is that of the path in it.</summary>
    public static string Link(string name, string target)
    {
        var link = Path.Combine(_folder.Value, name);
        System.IO.File.Delete(link);
        return System.IO.File.CreateSymbolicLink(link, target).FullName;
    }

    /// <summary>Encoded noise, which no format makes much smaller.</summary>
    public static byte[] Encoded(SKEncodedImageFormat format, int width = 48, int height = 40)
    {
        using var bitmap = new SKBitmap(width, height);
        for (var i = 0; i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, new SKColor((uint)((i * 2654435761) | 0xFF000000)));
        }

        using var encoded = bitmap.Encode(format, 90);
        return encoded.ToArray();
    }

    /// <summary>As a medium.</summary>
    public static Media Of(byte[] bytes) => new(bytes, null);

    private static Media Half(SKEncodedImageFormat format) => Encoded(format) is var bytes ? Of(bytes[..(bytes.Length / 2)]) : null!;

    // The sides stand behind the marker of the frame, five bytes on.
    private static byte[] Widened(byte[] jpeg)
    {
        var frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0xFF, 0xDC, 0xFF, 0xDC);
        return jpeg;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static Media File(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Value, name);
        if (!System.IO.File.Exists(path))
        {
            System.IO.File.WriteAllBytes(path, bytes);
        }

        return new(null, path);
    }
}
