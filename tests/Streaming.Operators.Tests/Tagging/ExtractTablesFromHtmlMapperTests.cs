using System.Text.Json;
using Streaming.Operators.Tagging;

namespace Streaming.Operators.Tests.Tagging;

public class ExtractTablesFromHtmlMapperTests
{
    [Theory]
    [InlineData("no <TABLE here", "[]")]
    [InlineData("<TABLE><tr><th>a<td> b <i> c</i> </table>", """[[["abc"]]]""")]
    [InlineData("<table><tr><td>a</td><td>b<script>x < y</script><!-- c --></td></tr></table>", """[[["a","b"]]]""")]
    [InlineData("<table><tr><td>a<table><tr><th>b</table></table><table><tr></tr></table>", """[[["ab"],["b"]],[["b"]]]""")]
    [InlineData("<table><tr><td>a</tr></td><td>b</td></tr></table></td>", """[[["a"]]]""")]
    public async Task Tables_become_rows_of_texts(string html, string expected) =>
        Assert.Equal(expected, await TagOf(new(), html));

    [Theory]
    [InlineData("<table class=' a  b ' x='\"' nowrap><TR><td>1 &lt; 2<br>&nbsp;</td>\n  <td></table>", """<table class="a b" x='"' nowrap=""><tr><td>1 &lt; 2<br/>&nbsp;</td>NL<td></td></tr></table>""")]
    [InlineData("<table><style>a > b</style><!--c--></table>", "<table><style>a > b</style><!--c--></table>")]
    public async Task Or_stay_HTML(string html, string expected)
    {
        var tables = JsonSerializer.Deserialize<string[]>(await TagOf(new() { RetainHtmlTags = true }, html))!;

        Assert.Equal(expected.Replace("NL", "\n", StringComparison.Ordinal).Replace("&nbsp;", "\u00a0", StringComparison.Ordinal), tables.Single());
    }

    [Fact]
    public async Task A_row_with_a_header_cell_can_go() =>
        Assert.Equal("""[[["1","2"]]]""", await TagOf(new() { IncludeHeader = false }, "<table><tr><th>a</th><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tables_that_nest_without_end_are_buried(bool html)
    {
        await using var driver = await OperatorDriver.OpenAsync(new ExtractTablesFromHtmlMapper(new() { RetainHtmlTags = html }));

        await driver.ApplyAsync(string.Concat(Enumerable.Repeat("<table><tr><td>some text of a cell", 20_000)));

        Assert.Single(driver.DeadLetters);
    }

    private static async Task<string> TagOf(ExtractTablesFromHtmlMapperOptions options, string html)
    {
        await using var driver = await OperatorDriver.OpenAsync(new ExtractTablesFromHtmlMapper(options));
        await driver.ApplyAsync(html);
        return JsonSerializer.Serialize(((object?[])driver.Out.Single().Meta[Tags.Column]!)[0]);
    }
}
