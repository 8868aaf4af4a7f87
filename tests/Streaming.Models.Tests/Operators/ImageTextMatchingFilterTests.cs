using SkiaSharp;
using Streaming.Models.Operators;
using Streaming.Models.Operators.Filtering;
using Streaming.Models.Tests.Goldens;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>The matching filter, with a graph whose match is how bright a picture is: none of the small models has such a head.</summary>
public sealed class ImageTextMatchingFilterTests
{
    private const string Chunk = "<|__dj__eoc|>";
    private const string Image = "<__dj__image>";

    // The processor takes brightness to -1 … 1, and the softmax over (0, level) is the logistic function.
    private static readonly double _white = 1 / (1 + Math.Exp(-1));
    private static readonly double _black = 1 / (1 + Math.Exp(1));

    [SkippableTheory]
    [InlineData("avg", 0.5)]
    [InlineData("max", 0.7310585786)]
    [InlineData("min", 0.2689414214)]
    public async Task A_chunks_pictures_become_one_figure(string mode, double figure)
    {
        using var model = Model();
        await using var driver = await OpenAsync(model, mode);
        await driver.ApplyAsync([Sample(0, $"{Image}{Image} black and white {Chunk}{Image} white {Chunk} no picture", 0, 255, 255)]);
        var figures = (object?[])driver.Out.Single().Stats["image_text_matching_score"]!;
        Assert.Equal(2, figures.Length);
        Assert.Equal(figure, (double)figures[0]!, 1e-6);
        Assert.Equal(_white, (double)figures[1]!, 1e-6);
    }

    [SkippableFact]
    public async Task Samples_out_of_range_are_rejected_and_those_without_pictures_stay()
    {
        using var model = Model();
        await using var driver = await OpenAsync(model, "avg");
        await driver.ApplyAsync([Sample(0, $"{Image} black {Chunk}", 0), Sample(1, "no picture"), Sample(2, $"{Image} white {Chunk}", 255)]);
        Assert.Equal([1L, 2L], driver.Out.Select(sample => sample.Lineage.Position));
        Assert.Equal(_black, driver.Rejected.Single().Why.Value!.Value, 1e-6);
        Assert.Equal([2], driver.Calls);
    }

    [SkippableFact]
    public async Task A_mark_without_a_picture_buries_the_sample()
    {
        using var model = Model();
        await using var driver = await OpenAsync(model, "avg");
        await driver.ApplyAsync([Sample(0, $"{Image} white {Chunk}{Image} one too many", 255)]);
        Assert.Contains("marks more images", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }

    private static FolderCopy Model()
    {
        var folder = new FolderCopy(GoldenFolders.Named("tiny-embedder"), file => !file.EndsWith(".onnx", StringComparison.Ordinal));
        folder.Write("preprocessor_config.json", """{"image_processor_type": "ViTImageProcessor", "size": {"height": 8, "width": 8}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""");
        File.WriteAllBytes(folder.Of("model.onnx"), TinyGraph.MatchingHead());
        return folder;
    }

    private static Task<OperatorDriver> OpenAsync(FolderCopy model, string mode) => OperatorDriver.OpenAsync(new ImageTextMatchingFilter(new()
    {
        HfBlip = model.Path,
        MinScore = 0.4,
        ReduceMode = Enum.Parse<Reduction>(mode, ignoreCase: true),
        Device = "cpu",
    }));

    private static Sample Sample(long position, string text, params byte[] levels)
    {
        var sample = Some.Sample(text, position: position);
        sample.Images = [.. levels.Select(level => new Media(Picture(level), null))];
        return sample;
    }

    private static byte[] Picture(byte level)
    {
        using var bitmap = new SKBitmap(20, 10);
        bitmap.Erase(new SKColor(level, level, level));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
