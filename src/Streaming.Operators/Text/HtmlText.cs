using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Streaming.Operators.Text;

/// <summary>The text of an HTML document.</summary>
internal static class HtmlText
{
    // Nearly every step of the tree builder looks through the open elements, so time grows with depth × tags: without a bound, 100,000 nested tags took
    // two minutes. Pages nest about 30 deep, generated ones a few hundred.
    private const int MaxDepth = 1000;
    private const int TagsBetweenChecks = 64;

    /// <summary>Every text node in document order.</summary>
    /// <exception cref="InvalidDataException">It needs a tree and nests deeper than 1,000 elements.</exception>
    public static string Of(string html) => FlatHtmlText.Of(html) ?? OfTree(html);

    /// <summary>The same by way of the tree.</summary>
    /// <exception cref="InvalidDataException">It nests deeper than 1,000 elements.</exception>
    public static string OfTree(string html)
    {
        var guard = new DepthGuard();
        using var document = new HtmlParser(new()
        {
            SkipComments = true,
            DisableElementPositionTracking = true,
            ShouldEmitAttribute = static (ref _, name) => name.Span is "encoding",
            MaximumDepth = int.MaxValue,
            OnCreated = guard.Created,
        }).ParseDocument(html);
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

    private sealed class DepthGuard
    {
        private INode? _last;
        private int _created;

        // The element at hand hangs in no tree yet; the one before it does.
        public void Created(IElement element, TextPosition position)
        {
            if (++_created % TagsBetweenChecks == 0)
            {
                var depth = 0;
                for (var node = _last; node is not null; node = node.Parent)
                {
                    depth++;
                }

                if (depth > MaxDepth)
                {
                    throw new InvalidDataException($"The HTML nests deeper than {MaxDepth} elements.");
                }
            }

            _last = element;
        }
    }
}
