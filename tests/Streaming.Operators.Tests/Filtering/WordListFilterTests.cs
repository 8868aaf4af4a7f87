using Streaming.Operators.Filtering;

namespace Streaming.Operators.Tests.Filtering;

public class WordListFilterTests
{
    [Theory]
    [InlineData("en", "The cat sat on THE (mat), and", 4 / 7.0)]
    [InlineData("de", "Der Hund ist nicht da.", 4 / 5.0)]
    [InlineData("all", "и the und", 1)]
    [InlineData("en", "", 0)]
    [InlineData("en", "... 12 !!", 0)]
    public async Task Stop_words_of_our_own_lists_are_counted(string language, string text, double ratio)
    {
        await using var driver = await OperatorDriver.OpenAsync(new StopwordsFilter(new() { Lang = language, MinRatio = 0 }));
        await driver.ApplyAsync(text);

        Assert.Equal(ratio, (double)Assert.Single(driver.Out).Stats["stopwords_ratio"]!, 12);
    }

    [Fact]
    public async Task Groups_of_words_are_looked_up_joined()
    {
        var folder = Directory.CreateTempSubdirectory("word-lists-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "my_flagged_words.json"), """{ "vi": ["xấu-xa", "x"] }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "more_flagged_words_2.json"), """{ "vi": ["quá"], "all": ["only"] }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "other.json"), "no JSON");
        var options = new FlaggedWordsFilterOptions
        {
            FlaggedWordsDir = folder,
            Lang = "vi",
            UseWordsAug = true,
            WordsAugGroupSizes = [2, 3, 9],
            WordsAugJoinChar = "-",
            MaxRatio = 0.1,
        };
        await using var driver = await OperatorDriver.OpenAsync(new FlaggedWordsFilter(options));
        await driver.ApplyAsync("Xấu xa quá đi");

        Assert.Equal(2 / 9.0, (double)Assert.Single(driver.Rejected).Sample.Stats["flagged_words_ratio"]!, 12);
        await using var all = await OperatorDriver.OpenAsync(new FlaggedWordsFilter(options with { Lang = "all", UseWordsAug = false, MinRatio = 0.5, MaxRatio = 1 }));
        await all.ApplyAsync("quá only");
        Assert.Equal(0.5, Assert.Single(all.Out).Stats["flagged_words_ratio"]);
    }

    [Fact]
    public async Task A_language_without_a_list_is_named_with_those_that_have_one()
    {
        var fault = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new StopwordsFilter(new() { Lang = "xx" })));

        Assert.Contains("de", fault.Message, StringComparison.Ordinal);
    }
}
