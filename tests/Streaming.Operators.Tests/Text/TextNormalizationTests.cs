using Streaming.Operators.Cleaning;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class TextNormalizationTests
{
    [Theory]
    [InlineData("On Monday, the 1,000,000.5th of Mayhem", "on weekday the 0 0th of MONTHhem")]
    [InlineData("  Éa\u0301\u0488 ٣٫١٤ ３ 12. \u001F한 ", "ea\u0488 0 0 0 \u1112\u1161\u11AB")]
    [InlineData("\uD800 𝟙𝟚.𝟛x", "\uD800 0x")]
    public void Texts_are_simplified(string text, string expected)
    {
        var options = new TextNormOptions { NormWeekdays = true, NormMonthnames = true };

        Assert.Equal(expected.Replace("weekday", "WEEKDAY", StringComparison.Ordinal), TextNormalization.Simplify(text, options));
    }

    [Fact]
    public async Task Lines_of_symbols_go()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SymbolLinesMapper(new() { ReplaceChar = "#" }));
        await driver.ApplyAsync("a\r\n- -\n***\n\n。\n", "\t-\n");

        Assert.Equal(["a\n#\n\n#", "\t-"], driver.Texts);
    }
}
