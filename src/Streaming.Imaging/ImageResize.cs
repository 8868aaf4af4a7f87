namespace Streaming.Imaging;

/// <summary>Resizes exactly as Pillow does: horizontally, rounded to 8 bits, then vertically; a direction that does not change is skipped.</summary>
internal static class ImageResize
{
    private const int Half = 1 << (ResampleWeights.Bits - 1);

    public static RgbImage Resize(RgbImage image, int width, int height, Resample resample)
    {
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        if (resample == Resample.Nearest)
        {
            return Nearest(image, width, height);
        }

        var wide = image.Width == width ? image : Horizontal(image, new ResampleWeights(image.Width, width, resample), width);
        return image.Height == height ? wide : Vertical(wide, new ResampleWeights(image.Height, height, resample), height);
    }

    private static RgbImage Horizontal(RgbImage image, ResampleWeights weights, int width)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(checked(width * image.Height * RgbImage.Channels));
        for (var y = 0; y < image.Height; y++)
        {
            var from = image.Row(y);
            var to = pixels.AsSpan(y * width * RgbImage.Channels, width * RgbImage.Channels);
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = (Half, Half, Half);
                var at = weights.Starts[x] * RgbImage.Channels;
                foreach (var weight in weights.Weights.AsSpan(x * weights.Stride, weights.Counts[x]))
                {
                    red += from[at] * weight;
                    green += from[at + 1] * weight;
                    blue += from[at + 2] * weight;
                    at += RgbImage.Channels;
                }

                to[x * RgbImage.Channels] = Clip(red);
                to[(x * RgbImage.Channels) + 1] = Clip(green);
                to[(x * RgbImage.Channels) + 2] = Clip(blue);
            }
        }

        return new RgbImage(width, image.Height, pixels);
    }

    private static RgbImage Vertical(RgbImage image, ResampleWeights weights, int height)
    {
        var length = image.Width * RgbImage.Channels;
        var pixels = GC.AllocateUninitializedArray<byte>(checked(length * height));
        var sums = new int[length];
        for (var y = 0; y < height; y++)
        {
            Array.Fill(sums, Half);
            for (var i = 0; i < weights.Counts[y]; i++)
            {
                var weight = weights.Weights[(y * weights.Stride) + i];
                var from = image.Row(weights.Starts[y] + i);
                for (var x = 0; x < sums.Length; x++)
                {
                    sums[x] += from[x] * weight;
                }
            }

            var to = pixels.AsSpan(y * length, length);
            for (var x = 0; x < sums.Length; x++)
            {
                to[x] = Clip(sums[x]);
            }
        }

        return new RgbImage(image.Width, height, pixels);
    }

    private static RgbImage Nearest(RgbImage image, int width, int height)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(checked(width * height * RgbImage.Channels));
        for (var y = 0; y < height; y++)
        {
            var from = image.Row((int)((y + 0.5) * image.Height / height));
            for (var x = 0; x < width; x++)
            {
                var source = (int)((x + 0.5) * image.Width / width) * RgbImage.Channels;
                from.Slice(source, RgbImage.Channels).CopyTo(pixels.AsSpan(((y * width) + x) * RgbImage.Channels));
            }
        }

        return new RgbImage(width, height, pixels);
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.Bits, 0, 255);
}
