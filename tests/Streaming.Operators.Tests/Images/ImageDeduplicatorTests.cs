using Streaming.Imaging;
using Streaming.Operators.Images;
using Streaming.Operators.Images.Hashing;

namespace Streaming.Operators.Tests.Images;

/// <summary>Pictures that were seen before.</summary>
public sealed class ImageDeduplicatorTests
{
    private static readonly RgbImage _hill = Pictures.Gray(64, 64, (x, y) => 255 - ((Math.Abs(x - 20) + Math.Abs(y - 40)) * 2));
    private static readonly RgbImage _slope = Pictures.Gray(64, 64, (x, y) => (x * 3) + (y / 2));

    [Theory]
    [InlineData(ImageHashMethod.Phash)]
    [InlineData(ImageHashMethod.Dhash)]
    [InlineData(ImageHashMethod.Whash)]
    [InlineData(ImageHashMethod.Ahash)]
    public async Task The_first_one_stays_also_against_its_enlargement(object method)
    {
        var large = Pictures.Png(ImageResize.Resize(_hill, 128, 128, Resample.Lanczos));
        await using var driver = await OperatorDriver.OpenAsync(new ImageDeduplicator(new() { Method = (ImageHashMethod)method }));
        await driver.ApplyAsync([Pictures.With("a", Pictures.Png(_hill)), Pictures.With("b", large), Pictures.With("c", Pictures.Png(_slope)), Pictures.With("d", Pictures.Png(_hill), Pictures.Png(_slope)), Pictures.With("e"), Pictures.With("f")]);
        Assert.Equal(["a", "c", "d", "e", "f"], driver.Out.Select(s => s.Id));
        Assert.Equal("pictures of an earlier sample", driver.Rejected.Single().Why.Reason);
    }

    [Fact]
    public async Task Texts_count_where_they_are_asked_to()
    {
        var (other, same) = (Pictures.With("b", Pictures.Png(_hill)), Pictures.With("c", Pictures.Png(_hill)));
        other.Text = "another text";
        same.Text = " text\n";
        await using var driver = await OperatorDriver.OpenAsync(new ImageDeduplicator(new() { ConsiderText = true }));
        await driver.ApplyAsync([Pictures.With("a", Pictures.Png(_hill)), other, same, Pictures.With("d"), Pictures.With("e")]);
        Assert.Equal(["a", "b", "d"], driver.Out.Select(s => s.Id));
    }

    [Fact]
    public async Task A_broken_or_too_large_picture_is_a_dead_letter()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ImageDeduplicator(new() { MaxImagePixels = 1_000 }));
        await driver.ApplyAsync([Pictures.With("a", Pictures.Png(_hill)), Pictures.With("b", new Media("GIF89a"u8.ToArray(), null)), Pictures.With("c", Pictures.Png(20, 20))]);
        Assert.Equal(["c"], driver.Out.Select(s => s.Id));
        Assert.Equal(2, driver.DeadLetters.Count);
    }
}
