using AngleSharp.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Where a page's links lead, each once, in document order.</summary>
internal sealed class PageLinks(PageAddresses addresses, int most)
{
    private readonly List<object?> _links = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The links, at most as many as asked for.</summary>
    public object?[] All => [.. _links];

    /// <summary>Looks at an element of the page.</summary>
    public void See(IElement element, ElementRole role)
    {
        if (role == ElementRole.Link && _links.Count < most && element.GetAttribute("href") is { Length: > 0 } href && href[0] != '#'
            && !href.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) && addresses.Resolve(href) is { } link && _known.Add(link))
        {
            _links.Add(link);
        }
    }
}
