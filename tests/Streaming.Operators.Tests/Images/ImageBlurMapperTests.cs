using Streaming.Imaging;
using Streaming.Operators.Images;

namespace Streaming.Operators.Tests.Images;

/// <summary>Blurred pictures.</summary>
public sealed class ImageBlurMapperTests
{
    // A single bright pixel: what a blur makes of it is its kernel.
    private static readonly RgbImage _point = Pictures.Gray(11, 11, (x, y) => x == 5 && y == 5 ? 240 : 0);

    [Fact]
    public void A_box_of_radius_one_is_the_mean_of_nine() =>
        Assert.Equal(Pictures.Gray(11, 11, (x, y) => Math.Abs(x - 5) <= 1 && Math.Abs(y - 5) <= 1 ? 27 : 0).Pixels, BoxBlur.Of(_point, 1).Pixels);

    [Fact]
    public void A_box_of_half_a_pixel_takes_neighbours_in_part()
    {
        var row = BoxBlur.Of(Pictures.Gray(11, 1, (x, _) => x == 5 ? 200 : 0), 0.5);
        Assert.Equal(Pictures.Gray(11, 1, (x, _) => x == 5 ? 100 : Math.Abs(x - 5) == 1 ? 50 : 0).Pixels, row.Pixels);
    }

    [Fact]
    public void The_rim_of_five_by_five_is_the_mean_of_sixteen() =>
        Assert.Equal(Pictures.Gray(11, 11, (x, y) => Math.Max(Math.Abs(x - 5), Math.Abs(y - 5)) == 2 ? 15 : 0).Pixels, MeanBlur.Of(_point).Pixels);

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(7.5)]
    public void One_colour_stays_and_brightness_is_kept(double deviation)
    {
        var plain = Pictures.Gray(9, 4, (_, _) => 123);
        Assert.Equal(plain.Pixels, BoxBlur.Gaussian(plain, deviation).Pixels);
    }

    [Fact]
    public async Task A_chance_of_0_leaves_pictures_alone_and_draws_follow_the_id()
    {
        var picture = Pictures.Png(_point);
        await using var never = await OperatorDriver.OpenAsync(new ImageBlurMapper(new() { P = 0 }));
        await never.ApplyAsync([Pictures.With("a", picture)]);
        Assert.Same(picture, never.Out[0].Images[0]);

        async Task<string> Blurred(params string[] ids)
        {
            await using var driver = await OperatorDriver.OpenAsync(new ImageBlurMapper(new() { P = 0.5 }));
            await driver.ApplyAsync([.. ids.Select(id => Pictures.With(id, picture, Pictures.Png(_point)))]);
            return string.Join(' ', driver.Out.OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => string.Concat(s.Images.Select(i => ReferenceEquals(i, picture) || i.Bytes!.Value.Span.SequenceEqual(picture.Bytes!.Value.Span) ? '0' : '1'))));
        }

        var some = await Blurred("a", "b", "c", "d", "e", "f", "g", "h");
        Assert.Equal(some, await Blurred("h", "g", "f", "e", "d", "c", "b", "a"));
        Assert.Contains('0', some);
        Assert.Contains('1', some);
    }
}
