using System.Text;
using AngleSharp.Dom;

namespace Streaming.Operators.Text;

/// <summary>The text of an HTML document.</summary>
internal static class HtmlText
{
    /// <summary>Every text node in document order.</summary>
    /// <exception cref="InvalidDataException">It needs a tree and nests deeper than 1,000 elements.</exception>
    public static string Of(string html) => FlatHtmlText.Of(html) ?? OfTree(html);

    /// <summary>The same by way of the tree.</summary>
    /// <exception cref="InvalidDataException">It nests deeper than 1,000 elements.</exception>
    public static string OfTree(string html)
    {
        using var document = HtmlTree.Parse(html, static (ref _, name) => name.Span is "encoding");
        return Collect(document, html.Length);
    }

    // Places in lists of children, not NextSibling: that one searches its parent's children each time.
    private static string Collect(INode document, int capacity)
    {
        var text = new StringBuilder(capacity);
        var open = new Stack<(INodeList Children, int Next)>();
        open.Push((document.ChildNodes, 0));
        while (open.TryPop(out var place))
        {
            if (place.Next == place.Children.Length)
            {
                continue;
            }

            open.Push((place.Children, place.Next + 1));
            var node = place.Children[place.Next];
            if (node is ICharacterData { NodeType: NodeType.Text } data)
            {
                text.Append(data.Data);
            }
            else if (node.HasChildNodes)
            {
                open.Push((node.ChildNodes, 0));
            }
        }

        return text.ToString();
    }
}
