using Streaming.Operators.Cleaning;

namespace Streaming.Operators.Tests.Cleaning;

public class CleanHtmlMapperTests
{
    [Theory]
    [InlineData("<ul><li>one</li><li>two</li></ul>", "\n*one\n*two")]
    [InlineData("<ol class='x'><li>one", "\n*one")]
    [InlineData("<table>before<tr><td>in", "beforein")]
    [InlineData("<pre>\n\nx</pre>", "\nx")]
    [InlineData("<script>if (a<b) {}</script>c", "if (a<b) {}c")]
    [InlineData("a\0b\r\nc", "ab\nc")]
    [InlineData(" \n plain", "plain")]
    [InlineData("\u00A0plain", "\u00A0plain")]
    [InlineData("a <!-- b --> c", "a  c")]
    [InlineData("x &lt; y &nbsp;&#x41;", "x < y \u00A0A")]
    public async Task Text_is_that_of_the_tree_that_an_HTML5_parser_builds(string html, string text)
    {
        await using var driver = await OperatorDriver.OpenAsync(new CleanHtmlMapper());
        await driver.ApplyAsync(html);

        Assert.Equal([text], driver.Texts);
    }

    [Fact]
    public async Task Text_without_markup_stays_the_same_instance()
    {
        const string Plain = "No markup > here.";
        await using var driver = await OperatorDriver.OpenAsync(new CleanHtmlMapper());
        await driver.ApplyAsync(Plain);

        Assert.Same(Plain, driver.Out[0].Text);
    }

    [Fact]
    public async Task A_page_that_needs_a_tree_and_nests_without_end_is_buried()
    {
        await using var driver = await OperatorDriver.OpenAsync(new CleanHtmlMapper());
        await driver.ApplyAsync("<template></template>" + string.Concat(Enumerable.Repeat("<div>", 100_000)), "<p>next");

        Assert.Contains("nests deeper", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
        Assert.Equal(["next"], driver.Texts);
    }

    [Fact]
    public async Task Depth_alone_needs_no_tree()
    {
        await using var driver = await OperatorDriver.OpenAsync(new CleanHtmlMapper());
        await driver.ApplyAsync(string.Concat(Enumerable.Repeat("<div>a", 100_000)));

        Assert.Equal([new string('a', 100_000)], driver.Texts);
    }

    [Fact]
    public async Task A_page_as_deep_as_real_ones_get_is_read()
    {
        await using var driver = await OperatorDriver.OpenAsync(new CleanHtmlMapper());
        await driver.ApplyAsync("<template></template>" + string.Concat(Enumerable.Repeat("<div>a", 900)));

        Assert.Equal([new string('a', 900)], driver.Texts);
    }
}
