using System.Runtime.InteropServices;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Goes once through a page, in document order: what the page says of itself and its links are looked for everywhere, blocks outside of boilerplate.</summary>
internal sealed class PageWalk(PageHints hints, PageLinks links, BlockCollector blocks)
{
    // Where the walk is in each open element. Places in lists of children, not NextSibling: that one searches its parent's children each time.
    private readonly List<Place> _open = [];

    /// <summary>Goes through the page.</summary>
    public void Through(IHtmlDocument document)
    {
        _open.Add(new(document.ChildNodes, null, isLeftOut: false));
        while (_open.Count > 0)
        {
            ref var place = ref CollectionsMarshal.AsSpan(_open)[^1];
            if (place.Next < place.Children.Length)
            {
                See(place.Children[place.Next++], place.IsLeftOut);
                continue;
            }

            if (place.Entered is { } element)
            {
                blocks.Leave(element, ElementRule.Of(element.LocalName));
            }

            _open.RemoveAt(_open.Count - 1);
        }

        blocks.End();
    }

    private void See(INode node, bool isLeftOut)
    {
        if (node is IElement element)
        {
            See(element, isLeftOut);
        }
        else if (!isLeftOut && node is ICharacterData { NodeType: NodeType.Text } text)
        {
            blocks.Append(text.Data);
        }
    }

    private void See(IElement element, bool isLeftOut)
    {
        var rule = ElementRule.Of(element.LocalName);
        hints.See(element, rule.Role);
        links.See(element, rule.Role);
        isLeftOut = isLeftOut || Boilerplate.Is(element, rule);
        if (isLeftOut || blocks.Enter(element, rule))
        {
            _open.Add(new(element.ChildNodes, isLeftOut ? null : element, isLeftOut));
        }
    }

    private struct Place(INodeList children, IElement? entered, bool isLeftOut)
    {
        public readonly INodeList Children = children;

        // The element that the blocks were told of, and are told of again at its end.
        public readonly IElement? Entered = entered;
        public readonly bool IsLeftOut = isLeftOut;
        public int Next;
    }
}
