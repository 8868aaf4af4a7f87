using AngleSharp.Html.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Makes a page's addresses absolute.</summary>
internal sealed class PageAddresses(Uri? origin)
{
    // Data addresses may be megabytes long, and are none that could be fetched.
    private const int MaxLength = 4096;

    /// <summary>Those of a page: relative to its <c>base</c>, which is relative to where it was found.</summary>
    public static PageAddresses Of(IHtmlDocument document, string? url)
    {
        var origin = Uri.TryCreate(url, UriKind.Absolute, out var found) ? found : null;
        var own = (document.Head is { } head ? PageTree.Elements(head) : []).FirstOrDefault(e => e.LocalName == "base")?.GetAttribute("href");
        return new(new PageAddresses(origin).Find(own) ?? origin);
    }

    /// <summary>The address in full; as written where it is relative to nothing known; null where it is none.</summary>
    public string? Resolve(string? address)
    {
        var trimmed = address?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength || trimmed.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Find(trimmed)?.AbsoluteUri ?? trimmed;
    }

    private Uri? Find(string? address) =>
        string.IsNullOrEmpty(address) ? null
        : origin is not null ? (Uri.TryCreate(origin, address, out var joined) ? joined : null)
        : Uri.TryCreate(address, UriKind.Absolute, out var absolute) && !absolute.IsFile ? absolute : null;
}
