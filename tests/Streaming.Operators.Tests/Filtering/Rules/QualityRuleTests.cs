using Streaming.Operators.Filtering.Rules;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Filtering.Rules;

public class QualityRuleTests
{
    private const string Prose = "The boat that came to the harbour was old, and the people of the village have to look at it. It will be mended with care.";

    [Theory]
    [InlineData("too short for a text", "gopher_short_doc")]
    [InlineData("- one two three four five six\n• seven\n- eight the", "gopher_too_many_bullets")]
    [InlineData("one two three four five six...\nseven the…\t", "gopher_too_many_ellipsis")]
    [InlineData("one 2 3 4 5 6 7 8 the", "gopher_below_avg_threshold")]
    [InlineData("seven words which lack every frequent word ABC", "gopher_enough_stop_words")]
    public async Task A_text_is_rejected_for_the_first_rule_that_it_breaks(string text, string reason)
    {
        var options = new GopherQualityFilterOptions { MinDocWords = 7, MinStopWords = 1, Splitter = Splitter.Simple, MinAvgWordLength = 2 };
        await using var driver = await OperatorDriver.OpenAsync(new GopherQualityFilter(options));
        await driver.ApplyAsync(text, Prose);

        Assert.Equal(reason, Assert.Single(driver.Rejected).Why.Reason);
        Assert.Equal([Prose], driver.Texts);
    }

    [Fact]
    public async Task Figures_are_kept_and_a_second_bound_is_held_against_them()
    {
        await using var first = await OperatorDriver.OpenAsync(new GopherQualityFilter(new() { MinDocWords = 1 }));
        await first.ApplyAsync(Prose);
        var sample = Assert.Single(first.Out);
        Assert.Equal(26L, sample.Stats["gopher_n_non_symbol_words"]);

        sample.Stats["gopher_n_non_symbol_words"] = 3L;
        await using var second = await OperatorDriver.OpenAsync(new GopherQualityFilter(new() { MinDocWords = 4 }));
        await second.ApplyAsync([sample]);

        Assert.Equal(new Rejection("gopher_short_doc", 3, "≥ 4"), Assert.Single(second.Rejected).Why);
    }

    [Fact]
    public async Task A_text_without_words_breaks_no_rule_that_divides_by_them()
    {
        var off = new GopherQualityFilterOptions { MinDocWords = 0, MinStopWords = 0 };
        await using var driver = await OperatorDriver.OpenAsync(new GopherQualityFilter(off));
        await driver.ApplyAsync("", " \n ");

        Assert.Equal(2, driver.Out.Count);
        Assert.DoesNotContain("gopher_alpha_words_ratio", driver.Out[0].Stats.Keys);
    }

    [Fact]
    public async Task Runs_of_words_are_compared_by_their_letters_and_not_by_where_they_are_cut()
    {
        // "ab c" and "a bc" are the same letters: the second pair repeats the first.
        var options = new GopherRepetitionFilterOptions { TopNGrams = [], DupNGrams = [[2, 0.2]], Splitter = Splitter.Simple };
        await using var driver = await OperatorDriver.OpenAsync(new GopherRepetitionFilter(options));
        await driver.ApplyAsync("ab c a bc");

        Assert.Equal(("duplicated_2_n_grams", 3 / 9.0), (driver.Rejected[0].Why.Reason, driver.Rejected[0].Why.Value));
    }

    [Fact]
    public async Task An_emoji_is_one_character()
    {
        var options = new GopherRepetitionFilterOptions { TopNGrams = [[1, 0.1]], DupNGrams = [], Splitter = Splitter.Simple };
        await using var driver = await OperatorDriver.OpenAsync(new GopherRepetitionFilter(options));
        await driver.ApplyAsync("😀 😀 𝐀b");

        Assert.Equal(2 / 6.0, driver.Rejected[0].Why.Value);
    }

    [Theory]
    [InlineData("Once more. [1]", false)]
    [InlineData("Once[12] more[].", true)]
    [InlineData("Once more[edit]...", false)]
    [InlineData("Once [] .", true)]
    [InlineData("[] Once.", true)]
    [InlineData("Once.[1][2x]", false)]
    public async Task Citations_go_before_the_end_is_looked_at_and_after_the_words_are_counted(string line, bool isKept)
    {
        await using var driver = await OperatorDriver.OpenAsync(new C4QualityFilter(new() { MinNumSentences = -1, MinWordsPerLine = 2 }));
        await driver.ApplyAsync($"{line}\u2028A line that stays.");

        Assert.Equal(isKept, driver.Texts[0].Contains("Once", StringComparison.Ordinal));
        Assert.EndsWith("A line that stays.", driver.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_text_stays_as_it_was()
    {
        await using var driver = await OperatorDriver.OpenAsync(new C4QualityFilter(new()));
        await driver.ApplyAsync("One line.\nno end");

        Assert.Equal(("too_few_sentences", "One line.\nno end"), (driver.Rejected[0].Why.Reason, driver.Rejected[0].Sample.Text));
    }

    [Fact]
    public async Task Lines_of_a_list_are_told_by_their_ends_and_their_number()
    {
        await using var driver = await OperatorDriver.OpenAsync(new FinewebQualityFilter(new() { ShortLineThr = 1 }));
        await driver.ApplyAsync("a, b\nc\r", "。\n\n", "One.\nOne.", "1\n2\n3\n4 it ends.");

        Assert.Equal(["line_punct_ratio", "list_ratio", "char_dup_ratio", "list_ratio"], driver.Rejected.Select(r => r.Why.Reason));
    }

    [Theory]
    [InlineData("a C++, here", true)]
    [InlineData("a c++x", false)]
    [InlineData("Ωkey_ key", true)]
    [InlineData("monkey keys ключkey", false)]
    [InlineData("sm", false)]
    public async Task Bad_words_stand_between_what_is_no_part_of_words(string text, bool isBad)
    {
        var options = new C4BadwordsFilterOptions { Lists = new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["c++", "key", "sm", "X"] } };
        await using var driver = await OperatorDriver.OpenAsync(new C4BadwordsFilter(options));
        await driver.ApplyAsync(text);

        Assert.Equal(isBad, driver.Rejected.Count == 1);
    }
}
