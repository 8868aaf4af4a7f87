using Streaming.Operators.Images;

namespace Streaming.Operators.Tests.Images;

/// <summary>Filters of pictures by what their headers and files say.</summary>
public sealed class ImageFilterTests
{
    [Theory]
    [InlineData(AnyOrAll.Any, false, "both wide none")]
    [InlineData(AnyOrAll.All, false, "wide none")]
    [InlineData(AnyOrAll.Any, true, "both high none")]
    [InlineData(AnyOrAll.All, true, "high none")]
    public async Task One_picture_in_range_or_all_of_them(AnyOrAll wanted, bool reversed, string kept)
    {
        var (wide, high) = (Pictures.Png(40, 20), Pictures.Png(20, 40));
        Sample[] samples = [Pictures.With("both", wide, high), Pictures.With("wide", wide, wide), Pictures.With("high", high), Pictures.With("none")];
        await using var driver = await OperatorDriver.OpenAsync(new ImageAspectRatioFilter(new() { MinRatio = 1, MaxRatio = 3, AnyOrAll = wanted, ReversedRange = reversed }));
        await driver.ApplyAsync(samples);
        Assert.Equal(kept.Split(' '), driver.Out.Select(s => s.Id));
        Assert.Equal([2.0, 0.5], (object?[])samples[0].Stats["aspect_ratios"]!);
        Assert.Empty((object?[])samples[3].Stats["aspect_ratios"]!);
    }

    [Fact]
    public async Task Both_sides_must_be_in_range()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ImageShapeFilter(new() { MinWidth = 30, MaxHeight = 30 }));
        await driver.ApplyAsync([Pictures.With("a", Pictures.Png(40, 20)), Pictures.With("b", Pictures.Png(20, 20)), Pictures.With("c", Pictures.Png(40, 40))]);
        Assert.Equal(["a"], driver.Out.Select(s => s.Id));
        Assert.Contains("image_width [20], image_height [20]", driver.Rejected[0].Why.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_is_known_is_not_measured_again()
    {
        var sample = Pictures.With("a", new Media(null, "no/such/file.png"));
        (sample.Stats["image_width"], sample.Stats["image_height"]) = (new object[] { 50L }, new object[] { 60L });
        await using var driver = await OperatorDriver.OpenAsync(new ImageShapeFilter(new() { MinWidth = 30 }));
        await driver.ApplyAsync([sample]);
        Assert.Single(driver.Out);
    }

    [Fact]
    public async Task What_is_no_picture_or_not_there_is_a_dead_letter()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ImageShapeFilter(new()));
        await driver.ApplyAsync([Pictures.With("a", new Media("no picture"u8.ToArray(), null)), Pictures.With("b", new Media(Array.Empty<byte>(), null)), Pictures.With("c", new Media(null, "no/such/file.png")), Pictures.With("d", new Media(null, "https://example.org/a.png"))]);
        Assert.Empty(driver.Out);
        Assert.Equal(4, driver.DeadLetters.Count);
    }

    [Theory]
    [InlineData("1.5kb", 15 * 1024.0)]
    [InlineData("20 KiB", 20 * 1024.0)]
    [InlineData("700", 700.0)]
    [InlineData("1TB", 1024.0 * 1024 * 1024 * 1024)]
    [InlineData("b", null)]
    [InlineData("3 fortnights", null)]
    [InlineData("3 kbb", null)]
    public void Sizes_are_read_as_Data_Juicer_reads_them(string text, double? bytes) => Assert.Equal(bytes, SizeText.BytesOf(text));

    [Fact]
    public async Task Sizes_are_those_of_the_files()
    {
        var picture = Pictures.Png(40, 20);
        var size = picture.Bytes!.Value.Length;
        await using var driver = await OperatorDriver.OpenAsync(new ImageSizeFilter(new() { MaxSize = $"{size}" }));
        await driver.ApplyAsync([Pictures.With("a", picture), Pictures.With("b", new Media(new byte[size + 1], null))]);
        Assert.Equal(["a"], driver.Out.Select(s => s.Id));
    }
}
