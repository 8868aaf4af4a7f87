using System.Diagnostics;
using Streaming.Imaging;
using Streaming.Operators.Packing;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How fast pictures are decoded, resized, cut and packed, and how well packs are filled.</summary>
internal static class PatchPacking
{
    /// <summary>Arguments: pictures (default 2,000).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var pictures = Argument.At(arguments, 0, 2_000);
        var encoded = Encode(200);
        Console.WriteLine($"{pictures:N0} pictures (PNG, sides log-normal around 320 pixels), patches of 16, at most 256 a picture, packs of 1,024; one thread.\n");
        Console.WriteLine("| open packs | pictures/s | MB of patches/s | packs | fill |\n|---|---|---|---|---|");
        foreach (var open in new[] { 1, 4, 16, 64 })
        {
            await MeasureAsync(encoded, pictures, open);
        }
    }

    private static async Task MeasureAsync(Media[] encoded, int pictures, int open)
    {
        var packer = new ImagePatchPacker(new() { OpenPacks = open });
        await packer.OpenAsync(new() { Name = "image_patch_packer", Seed = 17, Input = RowSchema.Text.With(new(KnownColumns.Images, KnownColumns.MediaType)), Memory = new MemoryAccount(1L << 30), ScratchFolder = () => "" });
        var (packs, bytes, start) = (0, 0L, Stopwatch.GetTimestamp());
        foreach (var chunk in Enumerable.Range(0, pictures).Chunk(16))
        {
            var batch = new SampleBatch { Samples = [.. chunk.Select(i => new Sample { Id = $"{i}", Images = [encoded[i % encoded.Length]], Lineage = new(new("bench", "a"), i, [], "bench") })] };
            packer.Prepare(batch);
            await packer.ApplyAsync(batch);
            packs += batch.Samples.Count;
            bytes += batch.Samples.Sum(s => (long)((byte[])s.Meta["patches"]!).Length);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"| {open} | {pictures / seconds:N0} | {bytes / 1e6 / seconds:N0} | {packs:N0} | {100.0 * packer.TokensOut / packer.PackPlaces:F2} % |");
    }

    private static Media[] Encode(int count)
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (width, height) = (Corpora.LogNormal.Next(random, 320, 0.5), Corpora.LogNormal.Next(random, 320, 0.5));
            var pixels = new byte[width * height * 3];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(((i / 3 % width) * 255 / width) + random.Next(16));
            }

            return new Media(ImageEncoder.EncodeLike(new(width, height, pixels), []), null);
        })];
    }
}
