using Streaming.Imaging;
using Streaming.Models.Operators.Filtering;
using Streaming.Operators.Images.Reading;

namespace Streaming.Operators.Tests.Images.Reading;

/// <summary>Pictures without their writing.</summary>
public sealed class MaskedImageTextSimilarityFilterTests
{
    [Fact]
    public void Words_are_painted_over_with_the_mean_of_what_is_around_them()
    {
        // Left of column 10 the picture is dark, right of it light; the word is white.
        var picture = Pictures.Gray(20, 10, (x, y) => x is >= 8 and < 12 && y is >= 4 and < 6 ? 255 : x < 10 ? 40 : 200);
        var before = picture.Pixels.ToArray();
        var painted = WritingCover.Paint(picture, [new("word", new(8, 4, 4, 2))], margin: 0);

        Assert.Equal(before, picture.Pixels);
        var inside = Enumerable.Range(4, 2).SelectMany(y => Enumerable.Range(8, 4).Select(x => painted.Pixels[((y * 20) + x) * 3])).Distinct();
        Assert.Equal([120], inside);
        Assert.Equal((40, 200), (painted.Pixels[((4 * 20) + 7) * 3], painted.Pixels[((4 * 20) + 12) * 3]));
    }

    [Fact]
    public void A_margin_reaches_to_the_edge_and_no_further_and_without_words_nothing_is_copied()
    {
        var picture = Pictures.Gray(6, 6, (x, y) => (x * 6) + y);
        Assert.Same(picture, WritingCover.Paint(picture, [], margin: 2));
        Assert.Single(WritingCover.Paint(picture, [new("word", new(0, 0, 6, 6))], margin: 9).Pixels.Distinct());
        Assert.Single(WritingCover.Paint(Pictures.Gray(1, 1, (_, _) => 7), [new("w", new(0, 0, 1, 1))], margin: 0).Pixels.Distinct());
    }

    [SkippableFact]
    public async Task The_model_sees_the_picture_without_its_writing_and_the_sample_keeps_it()
    {
        Skip.If(TesseractProgram.Found is null, TesseractProgram.Missing.Message);
        var models = Repository.Shared("models");
        Skip.If(models is null, "The small CLIP model of ../shared/models is not here.");
        var clip = Path.Combine(models!, "tiny-clip");
        var sale = new Media(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Reading", "sale.png")), null);
        var image = ImageDecoder.Decode(MediaFiles.Read(sale));
        var covered = new Media(ImageEncoder.EncodeLike(WritingCover.Paint(image, new WritingReader("eng", 11, 60, TimeSpan.FromMinutes(1)).Read(image), 2), MediaFiles.Read(sale).Span), null);
        var options = new MaskedImageTextSimilarityFilterOptions { HfClip = clip, MinScore = -2, Device = "cpu" };

        await using var masked = await OperatorDriver.OpenAsync(new MaskedImageTextSimilarityFilter(options));
        await masked.ApplyAsync([Of(sale), Some.Sample("no picture", "none")]);
        await using var plain = await OperatorDriver.OpenAsync(new ImageTextSimilarityFilter(new() { HfClip = clip, MinScore = -2, Device = "cpu" }));
        await plain.ApplyAsync([Of(covered), Of(sale)]);

        var figure = Figure(masked.Out[0], "masked_image_text_similarity");
        Assert.Equal(Figure(plain.Out[0], "image_text_similarity"), figure, 1e-6);
        Assert.NotEqual(Figure(plain.Out[1], "image_text_similarity"), figure, 1e-4);
        Assert.Same(sale, masked.Out[0].Images[0]);
        Assert.Empty((object?[])masked.Out[1].Stats["masked_image_text_similarity"]!);
        Assert.Contains(((MaskedImageTextSimilarityFilter)masked.Operator).Runtimes, runtime => runtime.Key == "tesseract");

        await using var strict = await OperatorDriver.OpenAsync(new MaskedImageTextSimilarityFilter(options with { MinScore = figure + 0.01 }));
        await strict.ApplyAsync([Of(sale)]);
        Assert.Equal(figure, Assert.Single(strict.Rejected).Why.Value!.Value, 1e-9);
    }

    private static Sample Of(Media picture)
    {
        var sample = Some.Sample("<__dj__image> a summer sale", "sale");
        sample.Images = [picture];
        return sample;
    }

    private static double Figure(Sample sample, string stat) => (double)((object?[])sample.Stats[stat]!)[0]!;
}
