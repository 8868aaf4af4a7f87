using Streaming.Operators.Augmentation;

namespace Streaming.Operators.Tests.Augmentation;

public class VariationTests
{
    private const string English = "The quick brown fox jumps over the lazy dog while 10 other animals look on.";
    private const string Chinese = "这里一共有5种不同的数据增强方法，但是我们现在只用其中3种。";

    public static TheoryData<string> EnglishWays => new(typeof(NlpaugEnMapperOptions).GetProperties().Where(p => p.DeclaringType == typeof(NlpaugEnMapperOptions) && p.PropertyType == typeof(bool)).Select(p => p.Name));

    public static TheoryData<string> ChineseWays => new(typeof(NlpcdaZhMapperOptions).GetProperties().Where(p => p.DeclaringType == typeof(NlpcdaZhMapperOptions) && p.PropertyType == typeof(bool)).Select(p => p.Name));

    [Theory]
    [MemberData(nameof(EnglishWays))]
    public Task Each_way_makes_different_copies_of_English(string way) =>
        CheckAsync(new NlpaugEnMapperOptions { AugNum = 3 }, way, options => new NlpaugEnMapper(options), English);

    [Theory]
    [MemberData(nameof(ChineseWays))]
    public Task Each_way_makes_different_copies_of_Chinese(string way) =>
        CheckAsync(new NlpcdaZhMapperOptions { AugNum = 3 }, way, options => new NlpcdaZhMapper(options), Chinese);

    [Fact]
    public async Task In_sequence_every_way_is_in_every_copy_and_characters_stay_whole()
    {
        var options = new NlpaugEnMapperOptions { Sequential = true, AugNum = 5, SwapRandomChar = true, DeleteRandomWord = true, KeepOriginalSample = false };
        await using var driver = await OperatorDriver.OpenAsync(new NlpaugEnMapper(options));
        await driver.ApplyAsync("\U0001F600\U0001F601 \U0001F602\U0001F603 \U0001F604\U0001F605 x");

        Assert.Equal(5, driver.Out.Count);
        Assert.All(driver.Texts, text => Assert.Equal(text, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task A_text_that_cannot_be_varied_is_kept_or_rejected()
    {
        await using var kept = await OperatorDriver.OpenAsync(new NlpaugEnMapper(new() { SwapRandomWord = true }));
        await kept.ApplyAsync("one", "");
        Assert.Equal(["one", ""], kept.Texts);

        await using var rejected = await OperatorDriver.OpenAsync(new NlpaugEnMapper(new() { SwapRandomWord = true, KeepOriginalSample = false }));
        await rejected.ApplyAsync("one");
        Assert.Single(rejected.Rejected);
    }

    private static async Task CheckAsync<TOptions>(TOptions options, string way, Func<TOptions, Operator> make, string text)
        where TOptions : VariationOptions
    {
        typeof(TOptions).GetProperty(way)!.SetValue(options, true);
        await using var driver = await OperatorDriver.OpenAsync(make(options));
        await driver.ApplyAsync(text);
        await using var again = await OperatorDriver.OpenAsync(make(options));
        await again.ApplyAsync(text);

        Assert.InRange(driver.Out.Count, 2, 4);
        Assert.Equal(text, driver.Texts[0]);
        Assert.Equal(driver.Texts, driver.Texts.Distinct());
        Assert.Equal(driver.Texts, again.Texts);
        Assert.All(driver.Out.Skip(1), copy => Assert.Equal(["s0"], copy.Lineage.Parents));
    }
}
