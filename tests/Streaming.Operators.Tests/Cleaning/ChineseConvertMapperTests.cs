using System.Text;
using Streaming.Operators.Cleaning;

namespace Streaming.Operators.Tests.Cleaning;

public class ChineseConvertMapperTests
{
    [SkippableTheory]
    [InlineData("s2t", "汉字、软件", "漢字、軟件")]
    [InlineData("t2s", "漢字\0、軟件", "汉字\0、软件")]
    [InlineData("s2twp", "鼠标里的软件", "滑鼠裡的軟體")]
    [InlineData("s2t", "头发和发财", "頭髮和發財")]
    [InlineData("s2t", "", "")]
    public async Task Characters_and_words_are_converted(string mode, string text, string expected)
    {
        Skip.IfNot(OpenCcLibrary.IsInstalled, "OpenCC is not on this machine.");
        await using var driver = await OperatorDriver.OpenAsync(new ChineseConvertMapper(new() { Mode = mode }));

        await driver.ApplyAsync(text);

        Assert.Equal(expected, driver.Out.Single().Text);
    }

    [SkippableFact]
    public async Task What_is_not_text_is_buried()
    {
        Skip.IfNot(OpenCcLibrary.IsInstalled, "OpenCC is not on this machine.");
        await using var driver = await OperatorDriver.OpenAsync(new ChineseConvertMapper(new()));

        await driver.ApplyAsync("汉\uD800字");

        Assert.Empty(driver.Out);
        Assert.Single(driver.DeadLetters);
    }

    [SkippableFact]
    public void Threads_may_share_a_converter()
    {
        Skip.IfNot(OpenCcLibrary.IsInstalled, "OpenCC is not on this machine.");
        using var converter = ChineseConverter.Load("s2twp");
        var text = new StringBuilder().Insert(0, "鼠标里的软件和头发，发财。", 50).ToString();
        var expected = converter.Convert(text);

        Parallel.For(0, 400, _ => Assert.Equal(expected, converter.Convert(text)));
    }

    [SkippableFact]
    public void A_conversion_that_the_library_does_not_have_is_refused()
    {
        Skip.IfNot(OpenCcLibrary.IsInstalled, "OpenCC is not on this machine.");

        Assert.Throws<BadInputException>(() => ChineseConverter.Load("no-such"));
    }

    [SkippableFact]
    public void Without_the_library_a_plan_is_refused()
    {
        Skip.If(OpenCcLibrary.IsInstalled, "OpenCC is on this machine.");

        Assert.Throws<MissingToolException>(() => new ChineseConvertMapper(new()).Describe(RowSchema.Text));
    }
}
