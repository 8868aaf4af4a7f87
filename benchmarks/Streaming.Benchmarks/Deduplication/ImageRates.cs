using Streaming.Imaging;
using Streaming.Operators.Images.Hashing;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>Made pictures and changed copies of them: how often a perceptual hash takes a copy for the same picture, and another picture for it.</summary>
internal static class ImageRates
{
    private const int Pictures = 500;
    private const int Side = 192;

    public static void Run()
    {
        var random = new Random(53);
        var pictures = Enumerable.Range(0, Pictures).Select(_ => Picture(random)).ToList();
        (string Name, Func<RgbImage, RgbImage> Change)[] changes =
        [
            ("half the size", p => Halved(p)),
            ("half the size and back", p => Doubled(Halved(p))),
            ("10 % brighter", p => Each(p, (v, _) => Math.Min(255, v * 1.1))),
            ("noise of ± 4", p => Each(p, (v, i) => v + (((i * 2_654_435_761L) >> 8) % 9) - 4)),
            ("another picture", p => pictures[(pictures.IndexOf(p) + 1) % Pictures]),
        ];
        Console.WriteLine($"## Pictures\n\n{Pictures} pictures of {Side} × {Side} pixels (gradients and blobs). Equal hashes, which `image_deduplicator` asks for; in brackets at most 4 of 64 bits. The last line is false positives, the others 100 % - false negatives; over all {Pictures * (Pictures - 1) / 2:N0} pairs of different pictures in the note below.\n");
        Console.WriteLine($"| change | {string.Join(" | ", Enum.GetNames<ImageHashMethod>())} |\n|---|---|---|---|---|");
        var methods = Enum.GetValues<ImageHashMethod>();
        var hashes = methods.ToDictionary(m => m, m => pictures.ConvertAll(p => ImageHash.Of(p, m)));
        foreach (var (name, change) in changes)
        {
            var copies = pictures.ConvertAll(p => change(p));
            Console.WriteLine($"| {name} | {string.Join(" | ", methods.Select(m => Found(hashes[m], copies.ConvertAll(c => ImageHash.Of(c, m)))))} |");
        }

        Console.WriteLine($"\nDifferent pictures with equal hashes: {string.Join(", ", methods.Select(m => $"{m} {EqualPairs(hashes[m])}"))}.\n");
    }

    private static string Found(List<ulong> one, List<ulong> other)
    {
        var bits = one.Zip(other, (a, b) => ulong.PopCount(a ^ b)).ToList();
        return $"{TextRates.Share(bits.Count(b => b == 0), bits.Count)} ({TextRates.Share(bits.Count(b => b <= 4), bits.Count)})";
    }

    private static long EqualPairs(List<ulong> hashes) => hashes.GroupBy(h => h).Sum(g => (long)g.Count() * (g.Count() - 1) / 2);

    private static RgbImage Each(RgbImage image, Func<double, long, double> change) =>
        image with { Pixels = [.. image.Pixels.Select((v, i) => (byte)Math.Clamp(change(v, i), 0, 255))] };

    private static RgbImage Halved(RgbImage image)
    {
        var (width, height) = (image.Width / 2, image.Height / 2);
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var at = ((((i / 3 / width) * 2 * image.Width) + ((i / 3 % width) * 2)) * 3) + (i % 3);
            pixels[i] = (byte)((image.Pixels[at] + image.Pixels[at + 3] + image.Pixels[at + (3 * image.Width)] + image.Pixels[at + (3 * image.Width) + 3] + 2) / 4);
        }

        return new(width, height, pixels);
    }

    private static RgbImage Doubled(RgbImage image)
    {
        var width = image.Width * 2;
        var pixels = new byte[image.Pixels.Length * 4];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = image.Pixels[((((i / 3 / width) / 2 * image.Width) + ((i / 3 % width) / 2)) * 3) + (i % 3)];
        }

        return new(width, image.Height * 2, pixels);
    }

    private static RgbImage Picture(Random random)
    {
        var blobs = Enumerable.Range(0, 12).Select(_ => (X: random.NextDouble(), Y: random.NextDouble(), Size: 0.03 + (0.2 * random.NextDouble()), Level: random.NextDouble() - 0.5)).ToArray();
        var (slope, tilt) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        var pixels = new byte[Side * Side * 3];
        for (var at = 0; at < Side * Side; at++)
        {
            var (x, y) = ((double)(at % Side) / Side, (double)(at / Side) / Side);
            var level = 0.5 + (slope * (x - 0.5)) + (tilt * (y - 0.5)) + blobs.Sum(b => b.Level * Math.Exp(-(((x - b.X) * (x - b.X)) + ((y - b.Y) * (y - b.Y))) / (b.Size * b.Size)));
            pixels.AsSpan(at * 3, 3).Fill((byte)Math.Clamp(255 * level, 0, 255));
        }

        return new(Side, Side, pixels);
    }
}
