using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>What a page, and the HTTP header that came with it, say of the page and of its use.</summary>
internal sealed partial class PageHints(HttpFields http, PageAddresses addresses)
{
    private readonly Dictionary<string, string> _said = new(StringComparer.OrdinalIgnoreCase);
    private string? _title;
    private string? _license;
    private string? _language;

    /// <summary>The page's name.</summary>
    public string? Title => _title ?? Clean(_said.GetValueOrDefault("og:title"));

    /// <summary>Its own word for its language.</summary>
    public string? Language => Clean(_language) ?? Clean(_said.GetValueOrDefault("content-language")) ?? Clean(http["content-language"]);

    /// <summary>What robots may do.</summary>
    public string? Robots => Joined(_said.GetValueOrDefault("robots"), _said.GetValueOrDefault("googlebot"), http["x-robots-tag"]);

    /// <summary>Where its licence is.</summary>
    public string? License => _license ?? (LicenseLink().Match(http["link"] ?? "") is { Success: true } match ? addresses.Resolve(match.Groups["to"].Value) : null);

    /// <summary>Whether text and data mining is reserved.</summary>
    public string? TdmReservation => http["tdm-reservation"] ?? _said.GetValueOrDefault("tdm-reservation");

    /// <summary>On what terms it may be had.</summary>
    public string? TdmPolicy => http["tdm-policy"] ?? _said.GetValueOrDefault("tdm-policy");

    /// <summary>Looks at an element of the page.</summary>
    public void See(IElement element, ElementRole role)
    {
        switch (role)
        {
            case ElementRole.Title when _title is null && element is IHtmlTitleElement: _title = Clean(element.TextContent); break;
            case ElementRole.Meta: Note(element); break;
            case ElementRole.Link or ElementRole.Relation when _license is null && IsLicense(element.GetAttribute("rel")): _license = addresses.Resolve(element.GetAttribute("href")); break;
        }

        if (element.Parent is IDocument)
        {
            _language ??= element.GetAttribute("lang");
        }
    }

    private void Note(IElement meta)
    {
        if ((meta.GetAttribute("name") ?? meta.GetAttribute("property") ?? meta.GetAttribute("http-equiv")) is { } name && meta.GetAttribute("content") is { } content)
        {
            _said.TryAdd(name, content.Trim());
        }
    }

    private static bool IsLicense(string? rel) => rel is not null && rel.Split(' ').Contains("license", StringComparer.OrdinalIgnoreCase);

    private static string? Joined(params string?[] parts) =>
        Clean(string.Join(", ", parts.SelectMany(p => (p ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));

    private static string? Clean(string? text) => text is null || Spaces().Replace(text, " ").Trim() is not { Length: > 0 } clean ? null : clean;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""<(?<to>[^<>]{1,4096})>[^<,]{0,200};\s*rel="?license\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseLink();
}
