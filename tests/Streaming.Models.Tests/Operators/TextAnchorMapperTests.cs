using Streaming.Models.Operators.Anchors;
using Streaming.Models.Tests.Goldens;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Pictures at their sentences, by a CLIP that knows colours and shapes.</summary>
public sealed class TextAnchorMapperTests
{
    private const string Image = "<__dj__image>";
    private const string Chunk = "<|__dj__eoc|>";
    private const string Circle = "01-red-circle-64.png";
    private const string Square = "02-blue-square-128.png";

    [SkippableTheory]
    [InlineData(false, "It rains. <__dj__image> a photo of a red circle. The end.\n<__dj__image> a photo of a blue square")]
    [InlineData(true, "It rains. a photo of a red circle. <__dj__image> The end.\na photo of a blue square <__dj__image>")]
    public async Task Marks_move_to_the_sentences_that_pictures_match(bool after, string expected)
    {
        await using var driver = await OpenAsync(new() { Side = after ? AnchorSide.After : AnchorSide.Before });
        await driver.ApplyAsync([Sample($"It rains. a photo of a red circle. The end.\na photo of a blue square{Image}{Image}", Circle, Square)]);

        var sample = Assert.Single(driver.Out);
        Assert.Equal(expected, sample.Text);
        Assert.Equal(["a photo of a red circle.", "a photo of a blue square"], (object?[])sample.Meta["text_anchors"]!);
        Assert.All((object?[])sample.Stats["text_anchor_score"]!, score => Assert.InRange((double)score!, 0.1, 2));
    }

    [SkippableFact]
    public async Task A_pair_without_marks_becomes_an_interleaved_document_and_chunks_keep_their_pictures()
    {
        await using var driver = await OpenAsync(new());
        await driver.ApplyAsync(
        [
            Sample("It rains. a photo of a blue square.", Square),
            Sample($"{Image} a photo of a blue square. a photo of a red circle.{Chunk} {Image}{Chunk}no picture. a photo of a red circle", Circle, Square),
            Sample("no picture at all"),
        ]);

        Assert.Equal(
            [
                $"It rains. {Image} a photo of a blue square.",
                $"a photo of a blue square. {Image} a photo of a red circle.{Chunk} {Image}{Chunk}no picture. a photo of a red circle",
                "no picture at all",
            ],
            driver.Out.Select(s => s.Text));
        Assert.Equal(["a photo of a red circle.", null], (object?[])driver.Out[1].Meta["text_anchors"]!);
        Assert.Null(((object?[])driver.Out[1].Stats["text_anchor_score"]!)[1]);
        Assert.Empty((object?[])driver.Out[2].Stats["text_anchor_score"]!);
    }

    [SkippableFact]
    public async Task What_is_not_near_enough_stays_where_it_is_and_scores_are_not_computed_again()
    {
        await using var driver = await OpenAsync(new() { MinScore = 5 });
        var text = $"{Image} It rains. a photo of a red circle";
        await driver.ApplyAsync([Sample(text, Circle)]);
        Assert.Equal(text, driver.Out[0].Text);
        Assert.NotNull(driver.Out[0].Stats["text_anchor_score"]);
        var calls = driver.Calls.Count;

        await driver.ApplyAsync([driver.Out[0].Copy()]);
        Assert.Equal((text, calls), (driver.Out[1].Text, driver.Calls.Count));
    }

    [SkippableFact]
    public async Task Marks_that_are_not_as_many_as_the_pictures_bury_the_sample()
    {
        await using var driver = await OpenAsync(new());
        await driver.ApplyAsync([Sample($"{Image}{Image} two marks", Circle), Sample($"{Image} one mark", Circle, Square), Sample($"{Image} none")]);

        Assert.Equal(3, driver.DeadLetters.Count);
        Assert.All(driver.DeadLetters, letter => Assert.Contains("marks", letter.Error, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Anchors_are_sought_among_the_first_sentences_only()
    {
        await using var driver = await OpenAsync(new() { MaxSentences = 2 });
        await driver.ApplyAsync([Sample($"It rains. It snows. a photo of a red circle.{Image}", Circle)]);

        Assert.NotEqual("a photo of a red circle.", ((object?[])driver.Out[0].Meta["text_anchors"]!)[0]);
    }

    [Theory]
    [InlineData("One. Two!  Three?\n\nFour", "One.|Two!|Three?|Four")]
    [InlineData("It costs 3.50 here. \"Really?\" he said.", "It costs 3.50 here.|\"Really?\"|he said.")]
    [InlineData("今天天气很好。我们去公园。", "今天天气很好。|我们去公园。")]
    [InlineData("...", "...")]
    [InlineData(" \n \r\n", "")]
    public void Sentences_end_with_marks_and_lines(string text, string sentences) =>
        Assert.Equal(sentences, string.Join('|', SentenceRanges.Of(text).Select(s => text[s])));

    [Fact]
    public void The_path_is_the_best_of_all_that_keep_pictures_in_order()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            CheckPath(new(seed));
        }
    }

    private static void CheckPath(Random random)
    {
        var (pictures, sentences) = (random.Next(1, 5), random.Next(1, 5));
        var scores = new double[pictures, sentences];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i / sentences, i % sentences] = random.Next(-4, 5);
        }

        var path = AnchorPath.Of((p, s) => scores[p, s], pictures, sentences);

        Assert.Equal(path.Order(), path);
        Assert.Equal(Paths(pictures, sentences, 0).Max(Sum), Sum(path));

        double Sum(int[] anchors) => anchors.Select((s, p) => scores[p, s]).Sum();
    }

    private static IEnumerable<int[]> Paths(int pictures, int sentences, int from) => pictures == 0
        ? [[]]
        : Enumerable.Range(from, sentences - from).SelectMany(s => Paths(pictures - 1, sentences, s).Select(rest => (int[])[s, .. rest]));

    private static Task<OperatorDriver> OpenAsync(TextAnchorMapperOptions options) =>
        OperatorDriver.OpenAsync(new TextAnchorMapper(options with { HfClip = GoldenFolders.Named("tiny-clip"), Device = "cpu" }));

    private static Sample Sample(string text, params string[] pictures)
    {
        var sample = Some.Sample(text, position: text.Length);
        sample.Images = [.. pictures.Select(name => new Media(File.ReadAllBytes(Pictures.PathOf(name)), null))];
        return sample;
    }
}
