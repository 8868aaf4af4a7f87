using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

/// <summary>The text from tokens beside the text of the tree, whose builder is AngleSharp's.</summary>
public sealed class FlatHtmlTextTests
{
    private static readonly string[] Names =
    [
        "html", "head", "body", "title", "style", "script", "noscript", "meta", "link", "p", "div", "span", "a", "b", "i", "br", "hr", "li", "ul", "pre",
        "textarea", "xmp", "iframe", "noframes", "button", "form", "input", "h1", "option", "nobr", "image", "listing", "object",
        "table", "table", "caption", "colgroup", "col", "tbody", "thead", "tfoot", "tr", "tr", "td", "td", "td", "th", "frame", "applet", "dd", "plaintext",
    ];

    private static readonly string[] Texts = [" ", "\n", "x", " y ", "&amp;", "\n\nz", "<!-- c -->", "<!doctype html>", "\r\n", "<![CDATA[ q ]]>", "&lt", "</", "<3"];

    [Theory]
    [InlineData("<table>a<tr><td>b</table>")]
    [InlineData("<table><tr>x<td>b</table>")]
    [InlineData("<table><div>x</div></table>")]
    [InlineData("<head></head> <script>x</script>")]
    [InlineData("<template>x</template>y")]
    [InlineData("<svg><title>x</svg>y")]
    [InlineData("<select><div>x</select>")]
    [InlineData("a\0b")]
    public void What_a_tree_moves_or_drops_is_left_to_it(string html) => Assert.Null(FlatHtmlText.Of(html));

    [Theory]
    [InlineData("<!doctype html>\n<html>\n<head>\n<title>A &amp; B</title>\n</head>\n<body>\n<p>c</p></body>\n</html>\n", "\nA & B\n\n\nc\n\n")]
    [InlineData("<table>\n<tr><td>a<td>b<tr><th>c</table>d", "\nabcd")]
    [InlineData("<pre>\n\na</pre><textarea>\n<b></textarea>", "\na<b>")]
    [InlineData("<script>if (a < b) '</b>'</script>x", "if (a < b) '</b>'x")]
    public void Texts_come_in_their_order(string html, string text) => Assert.Equal(text, FlatHtmlText.Of(html));

    [Fact]
    public void Any_soup_of_tags_gives_the_text_of_its_tree()
    {
        var random = new Random(17);
        var flat = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Piece(random)));
            if (FlatHtmlText.Of(html) is { } text)
            {
                flat++;
                Assert.True(text == HtmlText.OfTree(html), html);
            }
        }

        Assert.InRange(flat, 5_000, 19_000);
    }

    private static string Piece(Random random) => random.Next(10) switch
    {
        < 4 => $"<{Names[random.Next(Names.Length)]}>",
        < 7 => $"</{Names[random.Next(Names.Length)]}>",
        _ => Texts[random.Next(Texts.Length)],
    };
}
