using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>What a page says of itself and of its use.</summary>
internal sealed partial record PageHints(string? Title, string? Language, string? Robots, string? License, string? TdmReservation, string? TdmPolicy)
{
    /// <summary>The hints of a page and of the HTTP header that came with it.</summary>
    public static PageHints Of(IHtmlDocument document, HttpHints http, PageAddresses addresses)
    {
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? title = null;
        string? license = null;
        foreach (var element in PageTree.Elements(document))
        {
            switch (element.LocalName)
            {
                case "title" when title is null && element is IHtmlTitleElement: title = Clean(element.TextContent); break;
                case "meta": Note(element, said); break;
                case "link" or "a" when license is null && IsLicense(element.GetAttribute("rel")): license = addresses.Resolve(element.GetAttribute("href")); break;
            }
        }

        return new(
            title ?? Clean(said.GetValueOrDefault("og:title")),
            Clean(document.DocumentElement?.GetAttribute("lang")) ?? Clean(said.GetValueOrDefault("content-language")) ?? http["content-language"],
            Joined(said.GetValueOrDefault("robots"), said.GetValueOrDefault("googlebot"), http["x-robots-tag"]),
            license ?? (LicenseLink().Match(http["link"] ?? "") is { Success: true } match ? addresses.Resolve(match.Groups["to"].Value) : null),
            http["tdm-reservation"] ?? said.GetValueOrDefault("tdm-reservation"),
            http["tdm-policy"] ?? said.GetValueOrDefault("tdm-policy"));
    }

    private static void Note(IElement meta, Dictionary<string, string> said)
    {
        if ((meta.GetAttribute("name") ?? meta.GetAttribute("property") ?? meta.GetAttribute("http-equiv")) is { } name && meta.GetAttribute("content") is { } content)
        {
            said.TryAdd(name, content.Trim());
        }
    }

    private static bool IsLicense(string? rel) => rel is not null && rel.Split(' ').Contains("license", StringComparer.OrdinalIgnoreCase);

    private static string? Joined(params string?[] parts) => Clean(string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p))));

    private static string? Clean(string? text) => text is null || Spaces().Replace(text, " ").Trim() is not { Length: > 0 } clean ? null : clean;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""<(?<to>[^<>]{1,4096})>[^<,]{0,200};\s*rel="?license\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseLink();
}

/// <summary>The HTTP header fields that a source kept in a map column.</summary>
internal readonly struct HttpHints(object? column)
{
    private readonly KeyValuePair<object, object?>[] _fields = column as KeyValuePair<object, object?>[] ?? [];

    /// <summary>A field's value, or null.</summary>
    public string? this[string name] => Array.Find(_fields, f => f.Key is string key && key == name).Value as string;
}
