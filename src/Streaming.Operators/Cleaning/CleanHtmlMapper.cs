using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Turns HTML into its text: the text of every node in document order, as an HTML5 parser builds it, with nothing between blocks; list items start
/// with a line feed and an asterisk. Contents of scripts, styles and titles are text too.
/// </summary>
[Operator("clean_html_mapper")]
internal sealed class CleanHtmlMapper : Mapper
{
    // What makes a parser change a text: tags, character references, carriage returns (which become line feeds) and NUL (which vanishes).
    private static readonly SearchValues<char> Markup = SearchValues.Create("<&\r\0");

    protected override void Map(Sample sample)
    {
        var text = sample.Text;
        if (text.AsSpan().ContainsAny(Markup))
        {
            sample.Text = HtmlText.Of(text
                .Replace("<li>", "\n*", StringComparison.Ordinal).Replace("</li>", "", StringComparison.Ordinal)
                .Replace("<ol>", "\n*", StringComparison.Ordinal).Replace("</ol>", "", StringComparison.Ordinal));
        }
        else
        {
            // A parser drops white space before the first character that needs a body.
            sample.Text = text.TrimStart(['\t', '\n', '\f', ' ']);
        }
    }
}
