using Streaming.Operators.Deduplication.Bloom;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Deduplication;

public class BloomDeduplicatorTests
{
    private static readonly BloomDeduplicatorOptions Small = new() { MBytes = 4096, ExpectedElements = 2000, NGrams = 2, Strict = true, Splitter = Splitter.Simple };

    [Fact]
    public async Task Texts_of_runs_seen_before_are_rejected_also_after_a_restart()
    {
        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new BloomDeduplicator(Small));
        await first.ApplyAsync("one two three four five", "One, two three four FIVE!", "five one two", "one");
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new BloomDeduplicator(Small), state: book);
        await second.ApplyAsync("one two three four", "one two four three");

        Assert.Equal(["one two three four five", "five one two", "one"], first.Texts);
        Assert.Equal(1.0, Assert.Single(first.Rejected).Why.Value);
        Assert.Equal(["one two four three"], second.Texts);
    }

    [Fact]
    public async Task A_text_is_no_duplicate_of_itself()
    {
        await using var driver = await OperatorDriver.OpenAsync(new BloomDeduplicator(Small));
        await driver.ApplyAsync("a a a a a a a a a a");

        Assert.Single(driver.Out);
    }

    [Fact]
    public async Task As_many_as_expected_leave_few_false_answers()
    {
        var options = Small with { MBytes = 2400, ExpectedElements = 2000, NGrams = 1, DuplicateThreshold = 0.5 };
        await using var driver = await OperatorDriver.OpenAsync(new BloomDeduplicator(options));
        await driver.ApplyAsync(Enumerable.Range(0, 2000).Select(i => Some.Sample($"word{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}", position: i)));

        // 9.6 bits a word: about 1 % at the end, less before.
        Assert.InRange(driver.Rejected.Count, 0, 20);
    }

    [Fact]
    public void A_power_of_two_is_warned_of()
    {
        var options = new BloomDeduplicatorOptions { MBytes = 1 << 20, K = 5 };

        Assert.True(Assert.Single(options.Validate("")).IsWarning);
        Assert.Empty((options with { Strict = true }).Validate(""));
    }
}
