using System.Collections.Frozen;
using System.Text;

namespace Streaming.Operators.Text;

/// <summary>Writes nodes as HTML, as BeautifulSoup does: every element closed, <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> escaped.</summary>
internal static class LooseHtmlWriter
{
    private static readonly FrozenSet<string> Lists = FrozenSet.Create("class", "accesskey", "dropzone");

    /// <summary>The element at a place, with all that is in it.</summary>
    public static string Write(IReadOnlyList<LooseNode> nodes, int at)
    {
        var html = new StringBuilder();
        var open = new Stack<LooseNode>();
        for (var i = at; i < nodes[at].End; i++)
        {
            CloseBefore(i, open, html);
            switch (nodes[i].Kind)
            {
                case LooseKind.Element:
                    Open(nodes[i], open, html);
                    break;
                case LooseKind.Comment:
                    html.Append("<!--").Append(nodes[i].Text).Append("-->");
                    break;
                default:
                    html.Append(open.TryPeek(out var parent) && parent.Name is "script" or "style" ? nodes[i].Text : Escape(nodes[i].Text));
                    break;
            }
        }

        CloseBefore(nodes[at].End, open, html);
        return html.ToString();
    }

    private static void Open(LooseNode element, Stack<LooseNode> open, StringBuilder html)
    {
        html.Append('<').Append(element.Name);
        foreach (var (name, value) in element.Attributes!)
        {
            html.Append(' ').Append(name).Append('=').Append(Quote(Escape(Lists.Contains(name) ? string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : value)));
        }

        if (LooseHtml.IsVoid(element.Name))
        {
            html.Append("/>");
            return;
        }

        html.Append('>');
        open.Push(element);
    }

    private static void CloseBefore(int at, Stack<LooseNode> open, StringBuilder html)
    {
        while (open.TryPeek(out var last) && last.End <= at)
        {
            html.Append("</").Append(open.Pop().Name).Append('>');
        }
    }

    // Single quotes where only double ones occur in the value.
    private static string Quote(string value) =>
        !value.Contains('"', StringComparison.Ordinal) ? $"\"{value}\""
        : !value.Contains('\'', StringComparison.Ordinal) ? $"'{value}'"
        : $"\"{value.Replace("\"", "&quot;", StringComparison.Ordinal)}\"";

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
