using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Streaming.Operators.Text;

namespace Streaming.Operators.Acquisition;

/// <summary>A page's tree with the attributes that extraction looks at.</summary>
internal static class PageTree
{
    /// <summary>The tree.</summary>
    public static IHtmlDocument Parse(string html) => HtmlTree.Parse(html, static (ref _, name) => name.Span is
        "encoding" or "href" or "src" or "alt" or "rel" or "name" or "content" or "class" or "id" or "role" or "hidden" or "aria-hidden" or "lang" or "http-equiv" or "property" or "data-src");

    /// <summary>The elements below a node, in document order.</summary>
    public static IEnumerable<IElement> Elements(INode root)
    {
        var open = new Stack<(INodeList Children, int Next)>();
        open.Push((root.ChildNodes, 0));
        while (open.TryPop(out var place))
        {
            if (place.Next == place.Children.Length)
            {
                continue;
            }

            open.Push((place.Children, place.Next + 1));
            if (place.Children[place.Next] is IElement element)
            {
                yield return element;
                if (element.HasChildNodes)
                {
                    open.Push((element.ChildNodes, 0));
                }
            }
        }
    }
}
