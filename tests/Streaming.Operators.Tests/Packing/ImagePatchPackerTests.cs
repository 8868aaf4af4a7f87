using System.Runtime.InteropServices;
using Streaming.Operators.Packing;
using Streaming.Operators.Packing.Patches;
using Streaming.Operators.Tests.Images;

namespace Streaming.Operators.Tests.Packing;

public class ImagePatchPackerTests
{
    private static readonly RowSchema _schema = RowSchema.Text.With(new(KnownColumns.Images, KnownColumns.MediaType));

    private static Media Picture(int width, int height) => Pictures.Png(Pictures.Gray(width, height, (x, y) => ((x * 5) + (y * 3)) % 256));

    private static Sample Of(int position, params (int Width, int Height)[] pictures)
    {
        var sample = Some.Sample($"text {position}", position: position);
        sample.Images = [.. pictures.Select(p => Picture(p.Width, p.Height))];
        return sample;
    }

    private static Task<OperatorDriver> OpenAsync(ImagePatchPackerOptions options, StateBook? book = null) => OperatorDriver.OpenAsync(new ImagePatchPacker(options), _schema, book);

    [Theory]
    [InlineData(224, 224, 14, 14)]
    [InlineData(256, 256, 16, 16)]
    [InlineData(1_000, 1_000, 16, 16)]
    [InlineData(1_000, 500, 23, 11)]
    [InlineData(10_000, 16, 256, 1)]
    [InlineData(1, 100_000, 1, 256)]
    [InlineData(5, 5, 1, 1)]
    public void A_picture_keeps_its_aspect_within_the_budget(int height, int width, int rows, int columns)
    {
        Assert.Equal((rows, columns), PatchBudget.GridOf(height, width, 16, 256));
        Assert.InRange(rows * columns, 1, 256);
    }

    [Fact]
    public void Grids_never_go_over_their_budget()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var budget = random.Next(1, 600);
            var (rows, columns) = PatchBudget.GridOf(random.Next(1, 9_000), random.Next(1, 9_000), random.Next(1, 40), budget);
            Assert.True(rows >= 1 && columns >= 1 && rows * columns <= budget);
        }
    }

    [Fact]
    public async Task Columns_describe_the_patches_and_the_pixels_come_back()
    {
        await using var driver = await OpenAsync(new() { PatchSize = 4, MaxPatches = 40, MaxPatchesPerImage = 20 });
        await driver.ApplyAsync([Of(0, (16, 8), (8, 8)), Of(1, (12, 4))]);
        await driver.FinishAsync();
        var pack = Assert.Single(driver.Out).Meta;
        Assert.Equal(15L, pack["patch_count"]);
        Assert.Equal([0, 8, 12, 15], (int[])pack["cu_patches"]!);
        Assert.Equal(["2x4", "2x2", "1x3"], ((object?[])pack["grid"]!).Cast<object?[]>().Select(g => $"{g[0]}x{g[1]}"));
        Assert.Equal(["text 0", "", "text 1"], (object?[])pack["texts"]!);
        Assert.Equal(["s0", "s0", "s1"], (object?[])pack["sample_ids"]!);
        var values = MemoryMarshal.Cast<byte, Half>((byte[])pack["patches"]!).ToArray();
        Assert.Equal(15 * 4 * 4 * 3, values.Length);
        for (var (y, x) = (0, 0); y < 8; (y, x) = x == 15 ? (y + 1, 0) : (y, x + 1))
        {
            var at = ((((y / 4) * 4) + (x / 4)) * 48) + ((((y % 4) * 4) + (x % 4)) * 3);
            var level = ((x * 5) + (y * 3)) % 256;
            Assert.Equal((double)(Half)(((level / 255.0) - 0.5) / 0.5), (double)values[at + 2], 6);
        }
    }

    [Fact]
    public async Task Packs_are_never_over_full_nothing_is_lost_and_the_fill_is_good()
    {
        var random = new Random(9);
        await using var driver = await OpenAsync(new() { PatchSize = 4, MaxPatches = 256, MaxPatchesPerImage = 100 });
        var samples = Enumerable.Range(0, 400).Select(i => Of(i, (random.Next(4, 60), random.Next(4, 60)))).ToList();
        foreach (var batch in samples.Chunk(16))
        {
            await driver.ApplyAsync(batch);
        }

        await driver.FinishAsync();
        Assert.Equal(samples.Select(s => s.Id).Order(), driver.Out.SelectMany(p => (object?[])p.Meta["sample_ids"]!).Cast<string>().Order());
        Assert.All(driver.Out, p => Assert.InRange((long)p.Meta["patch_count"]!, 1, 256));
        var packer = (ITokenCounter)driver.Operator;
        Assert.InRange((double)packer.TokensOut / packer.PackPlaces, 0.94, 1);
        Assert.Equal(0, driver.Held);
    }

    [Fact]
    public async Task Samples_without_a_picture_are_rejected_and_broken_ones_buried()
    {
        await using var driver = await OpenAsync(new());
        var broken = Some.Sample("broken", position: 1);
        broken.Images = [new(new byte[] { 1, 2, 3 }, null)];
        await driver.ApplyAsync([Some.Sample("none"), broken, Of(2, (20, 20))]);
        await driver.FinishAsync();
        Assert.Equal("the sample has no picture", Assert.Single(driver.Rejected).Why.Reason);
        Assert.Single(driver.DeadLetters);
        Assert.Single(driver.Out);
    }

    [Fact]
    public async Task Open_packs_go_on_after_a_restart()
    {
        var options = new ImagePatchPackerOptions { PatchSize = 4, MaxPatches = 64, MaxPatchesPerImage = 40, OpenPacks = 3 };
        var random = new Random(2);
        var samples = Enumerable.Range(0, 120).Select(i => Of(i, (random.Next(4, 50), random.Next(4, 50)))).ToList();
        await using var whole = await OpenAsync(options);
        await whole.ApplyAsync(samples.Select(s => s.Copy()));
        await whole.FinishAsync();

        var (book, packs) = (new StateBook(), new List<string>());
        for (var part = 0; part < 4; part++)
        {
            await using var piece = await OpenAsync(options, book);
            await piece.ApplyAsync(samples.Skip(part * 30).Take(30));
            if (part == 3)
            {
                await piece.FinishAsync();
            }

            piece.Save(book);
            packs.AddRange(piece.Out.Select(p => p.Id));
        }

        Assert.Equal(whole.Out.Select(p => p.Id), packs);
        Assert.True(packs.Count > 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Licences_stand_beside_the_pictures_also_after_a_restart(bool restarts)
    {
        var options = new ImagePatchPackerOptions { PatchSize = 4, MaxPatches = 40, MaxPatchesPerImage = 20, LicenseKey = "license" };
        var schema = _schema.With(new("license", ColumnType.String));
        Sample[] samples = [Of(0, (16, 8), (8, 8)), Of(1, (12, 4)), Of(2, (4, 4))];
        (samples[0].Meta["license"], samples[1].Meta["license"], samples[2].Meta["license"]) = ("MIT", null, "CC0-1.0");
        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new ImagePatchPacker(options), schema);
        await first.ApplyAsync(restarts ? samples[..2] : samples);
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new ImagePatchPacker(options), schema, book);
        await second.ApplyAsync(restarts ? samples[2..] : []);
        await second.FinishAsync();

        var pack = Assert.Single(second.Out).Meta;
        Assert.Equal(["s0", "s0", "s1", "s2"], (object?[])pack["sample_ids"]!);
        Assert.Equal(["MIT", "MIT", null, "CC0-1.0"], (object?[])pack["licenses"]!);
        Assert.Equal(second.Operator.Describe(schema).Columns.Select(c => c.Name), pack.Names);
    }
}
