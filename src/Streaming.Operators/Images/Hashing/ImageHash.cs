using Streaming.Imaging;

namespace Streaming.Operators.Images.Hashing;

/// <summary>How pictures are told apart: 64 bits of brightness that survive another size, another format and weak compression.</summary>
internal enum ImageHashMethod
{
    /// <summary>The 8 × 8 lowest frequencies of 32 × 32 pixels against their median.</summary>
    Phash,

    /// <summary>Of 9 × 8 pixels, whether each is darker than its right neighbour.</summary>
    Dhash,

    /// <summary>The means of 8 × 8 blocks of 256 × 256 pixels (Haar wavelets of five levels) against their median.</summary>
    Whash,

    /// <summary>8 × 8 pixels against their mean.</summary>
    Ahash,
}

/// <summary>The hashes of imagededup: the first bit is the top left one.</summary>
internal static class ImageHash
{
    private const int Side = 8;

    public static ulong Of(RgbImage image, ImageHashMethod method) => method switch
    {
        ImageHashMethod.Dhash => Differences(GrayPlane.Of(image, Side + 1, Side)),
        ImageHashMethod.Whash => AtLeastMedian(BlockSums(GrayPlane.Of(image, 256, 256)), 0),
        ImageHashMethod.Ahash => Mean(GrayPlane.Of(image, Side, Side)),
        _ => AtLeastMedian(CosineTransform.Lowest(GrayPlane.Of(image, 32, 32), Side), 1),
    };

    private static ulong Differences(GrayPlane plane) => Bits(i =>
    {
        var at = (i / Side * plane.Width) + (i % Side);
        return plane.Levels[at + 1] > plane.Levels[at];
    });

    private static ulong Mean(GrayPlane plane)
    {
        var mean = plane.Levels.Sum(level => level) / (double)plane.Levels.Length;
        return Bits(i => plane.Levels[i] >= mean);
    }

    private static double[] BlockSums(GrayPlane plane)
    {
        var sums = new double[Side * Side];
        var block = plane.Width / Side;
        for (var i = 0; i < plane.Levels.Length; i++)
        {
            sums[(i / plane.Width / block * Side) + (i % plane.Width / block)] += plane.Levels[i];
        }

        return sums;
    }

    // The first frequency is the brightness of the whole: it has no part in the median.
    private static ulong AtLeastMedian(double[] values, int from)
    {
        var sorted = values[from..];
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Bits(i => values[i] >= median);
    }

    private static ulong Bits(Func<int, bool> isSet)
    {
        var bits = 0ul;
        for (var i = 0; i < Side * Side; i++)
        {
            bits = (bits << 1) | (isSet(i) ? 1ul : 0);
        }

        return bits;
    }
}
