using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Lines;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication;

public class LineDeduplicatorTests
{
    private static readonly DocumentLineDeduplicatorOptions Twice = new() { FrequencyThreshold = 2 };

    [Fact]
    public async Task A_stream_removes_a_line_from_the_document_on_that_is_one_too_many()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentLineDeduplicator(Twice));

        await driver.ApplyAsync("menu\nmenu\none", "two\n menu ", "menu\nthree\nmenu", "menu");

        Assert.Equal(["menu\nmenu\none", "two\n menu ", "three", ""], driver.Texts);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(64 << 20)]
    public void A_data_set_loses_frequent_lines_everywhere(long memoryLimit)
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, 300).Select(i => Some.Sample(string.Join('\n', Enumerable.Range(0, 8).Select(_ => $"line {random.Next(random.Next(1, 2000))}")), position: i)).ToArray();
        var counts = samples.SelectMany(s => s.Text.Split('\n').Distinct()).CountBy(line => line).ToDictionary();
        var expected = samples.Select(s => string.Join('\n', s.Text.Split('\n').Where(line => counts[line] <= 6))).ToList();

        var texts = Passes.InBatches(new DocumentLineDeduplicator(new() { Scope = DeduplicationScope.Dataset }), samples, memoryLimit).Select(s => s.Text);

        Assert.Equal(expected, texts);
        Assert.Contains(counts.Values, n => n > 6);
    }

    [Fact]
    public void A_stream_that_crashes_counts_on_where_it_was()
    {
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => $"menu\nown {i}\nsometimes {i % 25}")];
        Sample[] Samples() => [.. texts.Select((t, i) => Some.Sample(t, position: i))];

        var whole = Passes.InBatches(new DocumentLineDeduplicator(Twice), Samples()).Select(s => s.Text).ToList();
        var crashed = Passes.WithCrashes(() => new DocumentLineDeduplicator(Twice), [.. Samples(), .. Samples()], [5, 6, 40, 60], memoryLimit: 1024).Select(s => s.Text).ToList();

        Assert.Equal(whole, crashed.Take(60));
        Assert.Equal(2, whole.Count(t => t.Contains("menu", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{ [ ]", false)] // a blank is no bracket
    [InlineData("{[();]}", true)]
    [InlineData("#no blank needed", true)]
    [InlineData(@"  \begin{x} y", true)]
    [InlineData(@"\beginning{x}", false)]
    [InlineData("<br", true)]
    [InlineData("</DIV class='a'>", true)]
    [InlineData("<b>bold</b>", false)]
    [InlineData("<1>", false)]
    [InlineData("< p>", false)]
    [InlineData("<ſ>", true)] // Python's [a-z] without regard to case
    [InlineData("😀", true)] // one code point is too short
    [InlineData("<", true)]
    public void Some_lines_are_left_alone(string line, bool isSkipped) =>
        Assert.Equal(isSkipped, new DocumentLineDeduplicator(new()).HashesOf(Some.Sample(line))[0].Length == 0);

    [Fact]
    public void Special_characters_are_white_space_digits_of_any_script_and_ASCII_punctuation()
    {
        var all = new DocumentLineDeduplicator(new() { IgnoreSpecialCharacter = true, Lowercase = true });

        Assert.Equal(new DocumentLineDeduplicator(new()).HashesOf(Some.Sample("straßeabc½")), all.HashesOf(Some.Sample(" Straße\u001C a٣b-𝟗C ½!")));
    }
}
