using Streaming.Operators.Selection;

namespace Streaming.Operators.Tests.Selection;

public class DecontaminationFilterTests
{
    private const string Question = "How many apples has Ruth when she gives three of her twelve apples to Tom?";

    [Fact]
    public async Task A_text_that_quotes_an_example_is_rejected_by_its_name()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DecontaminationFilter(new() { Examples = [Question], NGrams = 8, JaccardThreshold = null }));
        await driver.ApplyAsync(
            "A forum: how many apples has RUTH, when she gives — it was asked.",
            "How many apples has Tom when she gives three of her pears away?",
            "apples");

        Assert.Equal(2, driver.Out.Count);
        Assert.Equal(new Rejection("holds words of examples:1", 1, "< 1"), Assert.Single(driver.Rejected).Why);
    }

    [Fact]
    public async Task A_short_example_counts_as_a_whole_and_a_very_short_one_not_at_all()
    {
        var options = new DecontaminationFilterOptions { Examples = ["Name the largest lake of the whole continent.", "Name it."], JaccardThreshold = null };
        await using var driver = await OperatorDriver.OpenAsync(new DecontaminationFilter(options));
        await driver.ApplyAsync("Quiz: name the largest lake of the whole continent!", "Name it.", "the largest lake of the whole continent");

        Assert.Equal(["Name it.", "the largest lake of the whole continent"], driver.Texts);
    }

    [Fact]
    public async Task A_text_that_is_nearly_an_example_is_rejected_too()
    {
        var words = Enumerable.Range(0, 100).Select(i => $"word{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}").ToArray();
        var options = new DecontaminationFilterOptions { Examples = [string.Join(' ', words)], NGrams = 60 };
        await using var driver = await OperatorDriver.OpenAsync(new DecontaminationFilter(options));
        words[50] = "other";
        await driver.ApplyAsync(string.Join(' ', words), string.Join(' ', words.Reverse()));

        Assert.Equal("is nearly examples:1", Assert.Single(driver.Rejected).Why.Reason);
    }

    [Fact]
    public async Task Sets_are_read_from_lines_of_JSON()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");
        await File.WriteAllTextAsync(path, $"{{\"question\": \"{Question}\", \"answer\": \"nine\"}}\n\n{{\"answer\": null}}\n");
        await using var driver = await OperatorDriver.OpenAsync(new DecontaminationFilter(new() { Against = [path], TextKeys = ["question", "answer"] }));
        await driver.ApplyAsync(Question + " Nine.");
        File.Delete(path);

        Assert.Equal($"holds words of {Path.GetFileName(path)}:1", Assert.Single(driver.Rejected).Why.Reason);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_before_the_start()
    {
        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new DecontaminationFilter(new() { Against = ["no-such-set.jsonl"] })));
    }
}
