using Streaming.Imaging;
using Streaming.Operators.Augmentation.Pictures;
using Streaming.Topologies;
using Shots = Streaming.Operators.Tests.Images.Pictures;

namespace Streaming.Operators.Tests.Augmentation.Pictures;

/// <summary>Pictures that are cut, flipped, coloured and resized.</summary>
public sealed class PictureMapperTests
{
    private static readonly RgbImage _noise = Shots.Gray(60, 40, (x, y) => ((x * 7919) ^ (y * 104_729)) % 256);

    [Theory]
    [InlineData("image_crop_mapper", "{ width: 20, height: 24 }")]
    [InlineData("image_crop_mapper", "{ method: random, width: 20, height: 24 }")]
    [InlineData("image_color_jitter_mapper", "{ }")]
    [InlineData("image_flip_mapper", "{ }")]
    public async Task A_replay_draws_the_same_and_samples_draw_for_themselves(string name, string options)
    {
        async Task<string[]> Made(string ids)
        {
            await using var driver = await OpenAsync(name, options);
            await driver.ApplyAsync(ids.Select(id => Shots.With(id.ToString(), Shots.Png(_noise), Shots.Png(_noise))));
            return [.. driver.Out.OrderBy(s => s.Id, StringComparer.Ordinal).SelectMany(s => s.Images).Select(image => Convert.ToHexString(image.Bytes!.Value.Span))];
        }

        var first = await Made("abcdefgh");
        Assert.Equal(first, await Made("hgfedcba"));
        Assert.True(first.Distinct().Count() >= (name == "image_flip_mapper" ? 2 : 15));
    }

    // On gray pixels saturation and hue change nothing: the colours are those of a picture.
    [Theory]
    [InlineData("{ brightness: 0.4, contrast: 0, saturation: 0, hue: 0 }")]
    [InlineData("{ brightness: 0, contrast: 0.4, saturation: 0, hue: 0 }")]
    [InlineData("{ brightness: 0, contrast: 0, saturation: 0.4, hue: 0 }")]
    [InlineData("{ brightness: 0, contrast: 0, saturation: 0, hue: 0.1 }")]
    public async Task Each_jitter_changes_a_picture_and_each_sample_otherwise(string options)
    {
        var colours = _noise with { Pixels = [.. _noise.Pixels.Select((level, i) => (byte)((level * (1 + (i % 3))) & 0xFF))] };
        await using var driver = await OpenAsync("image_color_jitter_mapper", options);
        await driver.ApplyAsync("abcd".Select(id => Shots.With(id.ToString(), Shots.Png(colours))));

        var made = driver.Out.Select(s => Convert.ToHexString(ImageDecoder.Decode(s.Images[0].Bytes!.Value, long.MaxValue).Pixels)).ToList();
        Assert.DoesNotContain(Convert.ToHexString(colours.Pixels), made);
        Assert.Equal(4, made.Distinct().Count());
    }

    [Theory]
    [InlineData("image_resize_mapper", "{ width: 10000, height: 10 }")] // rows come first: 10,000 × 65,000 pixels on the way
    [InlineData("image_crop_mapper", "{ width: 16384, height: 16384, p: 1 }")]
    public async Task What_would_be_made_is_bounded_also_on_the_way_to_it(string name, string options)
    {
        await using var driver = await OpenAsync(name, options);
        await driver.ApplyAsync([Shots.With("tall", Shots.Png(Shots.Gray(1, 65_000, (_, _) => 90)))]);

        Assert.Contains("more than the", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flipped_twice_is_as_before()
    {
        foreach (var direction in Enum.GetValues<FlipDirection>())
        {
            var once = await MadeAsync("image_flip_mapper", $"{{ p: 1, direction: {direction.ToString().ToLowerInvariant()} }}", _noise);
            var twice = await MadeAsync("image_flip_mapper", $"{{ p: 1, direction: {direction.ToString().ToLowerInvariant()} }}", once);
            Assert.NotEqual(_noise.Pixels, once.Pixels);
            Assert.Equal(_noise.Pixels, twice.Pixels);
            var (x, y) = direction switch { FlipDirection.Horizontal => (59, 0), FlipDirection.Vertical => (0, 39), _ => (59, 39) };
            Assert.Equal(_noise.Pixels[0], once.Pixels[3 * ((y * 60) + x)]);
        }
    }

    [Theory]
    [InlineData("image_crop_mapper", "{ method: center, width: 20, height: 10 }", 20, 10)]
    [InlineData("image_crop_mapper", "{ method: center, width: 100, height: 10 }", 60, 10)]
    [InlineData("image_crop_mapper", "{ method: random, width: 20, height: 100 }", 20, 40)]
    [InlineData("image_crop_mapper", "{ width: 31, height: 17 }", 31, 17)]
    [InlineData("image_crop_mapper", "{ width: 31, height: 17, min_ratio: 1000, max_ratio: 1000 }", 31, 17)]
    [InlineData("image_resize_mapper", "{ width: 30, height: 50 }", 30, 50)]
    [InlineData("image_resize_mapper", "{ width: 30 }", 30, 20)]
    [InlineData("image_resize_mapper", "{ height: 80 }", 120, 80)]
    [InlineData("image_resize_mapper", "{ shortest_side: 20 }", 30, 20)]
    [InlineData("image_resize_mapper", "{ longest_side: 30, resample: lanczos }", 30, 20)]
    [InlineData("image_resize_mapper", "{ longest_side: 90, only_shrink: true }", 60, 40)]
    public async Task Sizes_come_out_as_asked(string name, string options, int width, int height)
    {
        var made = await MadeAsync(name, options, _noise);
        Assert.Equal((width, height), (made.Width, made.Height));
    }

    [Fact]
    public async Task The_middle_is_the_middle()
    {
        var made = await MadeAsync("image_crop_mapper", "{ method: center, width: 20, height: 10 }", _noise);
        Assert.Equal(_noise.Crop(new(20, 15, 20, 10)).Pixels, made.Pixels);
    }

    [Fact]
    public async Task Random_crops_keep_to_the_area_and_the_ratio_that_are_asked()
    {
        // A ramp from left to right: how steep the result is says how wide the part was.
        var ramp = Shots.Gray(200, 100, (x, _) => x);
        await using var driver = await OpenAsync("image_crop_mapper", "{ width: 50, height: 50, min_scale: 0.5, max_scale: 0.5, min_ratio: 1, max_ratio: 1 }");
        await driver.ApplyAsync(Enumerable.Range(0, 40).Select(i => Shots.With($"s{i}", Shots.Png(ramp))));
        var starts = new HashSet<int>();
        foreach (var sample in driver.Out)
        {
            var made = ImageDecoder.Decode(sample.Images[0].Bytes!.Value);
            Assert.InRange(made.Pixels[3 * 49] - made.Pixels[0], 95, 101);
            starts.Add(made.Pixels[0]);
        }

        Assert.True(starts.Count > 20);
    }

    [Fact]
    public async Task What_stays_as_it_is_stays_the_file_that_it_was()
    {
        foreach (var (name, options) in new[] { ("image_crop_mapper", "{ method: center, width: 60, height: 40 }"), ("image_resize_mapper", "{ width: 60 }"), ("image_color_jitter_mapper", "{ brightness: 0, contrast: 0, saturation: 0, hue: 0 }"), ("image_flip_mapper", "{ p: 0 }") })
        {
            var picture = Shots.Png(_noise);
            await using var driver = await OpenAsync(name, options);
            await driver.ApplyAsync([Shots.With("a", picture)]);
            Assert.Same(picture, driver.Out[0].Images[0]);
        }
    }

    [Theory]
    [InlineData("image_resize_mapper", "{ }", "give a width")]
    [InlineData("image_resize_mapper", "{ width: 3, longest_side: 4 }", "give a width")]
    [InlineData("image_crop_mapper", "{ min_scale: 0.5, max_scale: 0.4 }", "above max_scale")]
    [InlineData("image_crop_mapper", "{ min_ratio: 3 }", "above max_ratio")]
    public void Options_that_do_not_go_together_are_told(string name, string options, string said)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, name)!, options, Path.GetTempPath());
        Assert.Contains(said, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_would_become_too_large_is_a_dead_letter()
    {
        await using var driver = await OpenAsync("image_resize_mapper", "{ width: 60000 }");
        await driver.ApplyAsync([Shots.With("a", Shots.Png(4, 65_000))]);
        Assert.Contains("more than the", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }

    private static async Task<RgbImage> MadeAsync(string name, string options, RgbImage image)
    {
        await using var driver = await OpenAsync(name, options);
        await driver.ApplyAsync([Shots.With("a", Shots.Png(image))]);
        return ImageDecoder.Decode(Assert.Single(driver.Out).Images[0].Bytes!.Value);
    }

    private static async Task<OperatorDriver> OpenAsync(string name, string options)
    {
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, name)!;
        var (bound, problems) = OptionsBinder.Bind(entry, options, Path.GetTempPath());
        Assert.Empty(problems);
        return await OperatorDriver.OpenAsync((Operator)new OperatorSpec(name, entry.Implementation, bound, new(1, 1)).Create());
    }
}
