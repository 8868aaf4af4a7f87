using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Tells elements that hold no main text by what they are, or are called.</summary>
internal static partial class Boilerplate
{
    /// <summary>Whether the element and all below it is left out.</summary>
    public static bool Is(IElement element)
    {
        switch (element.LocalName)
        {
            case "script" or "style" or "noscript" or "template" or "svg" or "iframe" or "object" or "head" or "nav" or "aside" or "footer" or "form" or "select" or "button" or "textarea" or "dialog" or "canvas":
                return true;
            case "html" or "body" or "main" or "article":
                return false;
        }

        if (element.Attributes.Length == 0)
        {
            return false;
        }

        return element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") is "true"
            || element.GetAttribute("role") is "navigation" or "banner" or "contentinfo" or "complementary" or "search" or "menu" or "dialog"
            || (element.LocalName is "div" or "section" or "ul" or "ol" or "header" or "table" or "p" or "span" && (IsCalled(element.GetAttribute("class")) || IsCalled(element.GetAttribute("id"))));
    }

    private static bool IsCalled(string? name) => name is { Length: > 0 and < 256 } && Names().IsMatch(name);

    [GeneratedRegex("""(?:^|[\s_-])(?:nav|navbar|navigation|navheader|navfooter|menu|menubar|sidebar|breadcrumbs?|footer|cookies?|consent|banner|adverts?|ads|sponsored|share|sharing|social|related|promo|popup|modal|newsletter|skip(?:nav)?|pagination|pager|toolbar|copyright|legal)(?:$|[\s_-])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
