using SkiaSharp;
using Streaming.Imaging;
using Streaming.Models.Operators;
using Streaming.Models.Operators.Filtering;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Pictures that are broken, missing, hostile or many: dead letters with their reason, bounded memory, never a score of nothing.</summary>
public sealed class MediaFaultTests
{
    [SkippableFact]
    public async Task A_picture_that_cannot_be_read_buries_its_sample_alone()
    {
        await using var driver = await OpenAsync();
        var whole = File.ReadAllBytes(Pictures.PathOf("02-blue-square-128.png"));
        await driver.ApplyAsync(
        [
            Pictures.Sample(0, "01-red-circle-64.png"),
            With(1, new(whole.AsMemory(0, whole.Length / 2), null)),
            With(2, new(null, "/no/such/picture.png")),
            With(3, new(null, "https://example.org/picture.png")),
            With(4, new("no picture"u8.ToArray(), null)),
            With(5, new(ReadOnlyMemory<byte>.Empty, null)),
            With(6, new(null, Pictures.PathOf("02-blue-square-128.png"))),
        ]);
        Assert.Equal([1, 2, 3, 4, 5], driver.DeadLetters.Select(letter => letter.Lineage.Position));
        Assert.All(driver.DeadLetters, letter => Assert.NotEmpty(letter.Error));
        Assert.Equal(2, driver.Out.Count + driver.Rejected.Count);
    }

    [SkippableFact]
    public async Task A_bomb_is_refused_from_its_header()
    {
        await using var driver = await OpenAsync();
        var before = GC.GetTotalAllocatedBytes();
        await driver.ApplyAsync([With(0, new(Bomb(), null))]);
        Assert.Contains("20000", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20);
    }

    [SkippableFact]
    public async Task Pixels_that_wait_for_the_device_count_for_the_budget()
    {
        await using var driver = await OpenAsync();
        var batch = Some.Batch([Pictures.Sample(0, "01-red-circle-64.png", "02-blue-square-128.png")]);
        ((Streaming.Operators.IPreparing)driver.Operator).Prepare(batch);
        Assert.Equal(2 * 3 * 64 * 64 * sizeof(float), batch.PreparedBytes);
    }

    [SkippableFact]
    public async Task A_sample_with_many_pictures_makes_calls_of_the_batch_size()
    {
        await using var few = await OpenAsync(batchSize: 2);
        await using var many = await OpenAsync();
        string[] names = ["01-red-circle-64.png", "02-blue-square-128.png", "19-watermark-128.png", "20-watermark-300x200.jpg", "21-three-96.png"];
        await few.ApplyAsync([Pictures.Sample(0, names)]);
        await many.ApplyAsync([Pictures.Sample(0, names)]);
        var (one, other) = (Figures(few), Figures(many));
        Assert.Equal(5, one.Length);
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [SkippableTheory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    public async Task Any_or_all_pictures_must_be_in_range_and_a_reversed_range_is_the_outside(bool all, bool reversed, bool stays)
    {
        // The first has no watermark, the second has one.
        await using var driver = await OperatorDriver.OpenAsync(new ImageWatermarkFilter(new()
        {
            HfWatermarkModel = GoldenFolders.Named("tiny-vit-classifier"),
            ProbThreshold = 0.5,
            AnyOrAll = all ? AnyOrAll.All : AnyOrAll.Any,
            ReversedRange = reversed,
            Device = "cpu",
        }));
        await driver.ApplyAsync([Pictures.Sample(0, "02-blue-square-128.png", "19-watermark-128.png"), Pictures.Sample(1)]);
        Assert.Equal(stays ? [0L, 1L] : [1L], driver.Out.Select(sample => sample.Lineage.Position));
        Assert.All(driver.Rejected, rejected => Assert.Matches(@"image_watermark_prob \[.*\]: not all are", rejected.Why.Reason));
    }

    [Fact]
    public void A_flip_is_undone_by_another()
    {
        var image = new RgbImage(3, 2, [.. Enumerable.Range(0, 18).Select(i => (byte)i)]);
        var flipped = ImageFlip.Of(image, horizontal: true, vertical: true);
        Assert.Equal([15, 16, 17, 12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2], flipped.Pixels);
        Assert.Equal(image.Pixels, ImageFlip.Of(flipped, horizontal: true, vertical: true).Pixels);
    }

    private static Task<OperatorDriver> OpenAsync(int batchSize = 32) => OperatorDriver.OpenAsync(
        new ImageWatermarkFilter(new() { HfWatermarkModel = GoldenFolders.Named("tiny-vit-classifier"), BatchSize = batchSize, Device = "cpu" }));

    private static double[] Figures(OperatorDriver driver) =>
        [.. ((object?[])driver.Out.Concat(driver.Rejected.Select(rejected => rejected.Sample)).Single().Stats["image_watermark_prob"]!).Select(figure => (double)figure!)];

    private static Sample With(long position, Media media)
    {
        var sample = Some.Sample("<__dj__image>", position: position);
        sample.Images = [media];
        return sample;
    }

    // A PNG header that promises 20,000 × 20,000 pixels; its check sum is right, so that nothing but its size is wrong.
    private static byte[] Bomb()
    {
        using var bitmap = new SKBitmap(1, 1);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var png = encoded.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20_000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
