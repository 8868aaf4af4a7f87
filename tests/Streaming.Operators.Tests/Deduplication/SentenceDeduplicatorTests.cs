using Streaming.Operators.Deduplication.Sentences;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Deduplication;

public class SentenceDeduplicatorTests
{
    private static readonly SentenceDeduplicatorOptions Any = new() { NSentences = 1, MinDocWords = 0, MinNumSentences = 0, Splitter = Splitter.Simple };

    [Fact]
    public async Task Sentences_seen_before_go_with_the_white_space_ahead_of_them()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SentenceDeduplicator(Any));
        await driver.ApplyAsync("One fish. Two fish.", "Red fish.\n\nTWO, fish! Blue fish.  One fish.", "two fish? one fish!");

        Assert.Equal(["One fish. Two fish.", "Red fish. Blue fish."], driver.Texts);
        Assert.Equal("two fish? one fish!", Assert.Single(driver.Rejected).Sample.Text);
    }

    [Fact]
    public async Task A_text_repeats_itself_too()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SentenceDeduplicator(Any with { SplitSentences = false }));
        await driver.ApplyAsync("a line\r\nanother\n\na line");

        Assert.Equal(["a line\nanother\n"], driver.Texts);
    }

    [Fact]
    public async Task What_is_too_short_is_rejected_only_when_it_was_changed()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SentenceDeduplicator(Any with { MinDocWords = 3 }));
        await driver.ApplyAsync("One.", "One. Two three.", "One. Two four five.");

        Assert.Equal(["One.", "Two four five."], driver.Texts);
        Assert.Equal((2.0, "≥ 3"), (driver.Rejected[0].Why.Value, driver.Rejected[0].Why.Threshold));
    }

    [Fact]
    public async Task A_run_that_goes_on_knows_what_was_seen_before()
    {
        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new SentenceDeduplicator(Any));
        await first.ApplyAsync("One fish. Two fish.");
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new SentenceDeduplicator(Any), state: book);
        await second.ApplyAsync("Two fish. Red fish.");

        Assert.Equal(["Red fish."], second.Texts);
        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new SentenceDeduplicator(Any with { NSentences = 2 }), state: book));
    }
}
