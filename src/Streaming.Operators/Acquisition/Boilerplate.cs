using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Tells elements that hold no main text by what they are, or are called.</summary>
internal static partial class Boilerplate
{
    /// <summary>Whether the element and all below it is left out.</summary>
    public static bool Is(IElement element, ElementRule rule) => rule.Standing switch
    {
        Standing.LeftOut => true,
        Standing.Trusted => false,
        _ => element.Attributes.Length > 0 && (IsAside(element) || (rule.Standing == Standing.Nameable && (IsCalled(element.GetAttribute("class")) || IsCalled(element.GetAttribute("id"))))),
    };

    private static bool IsAside(IElement element) => element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") is "true"
        || element.GetAttribute("role") is "navigation" or "banner" or "contentinfo" or "complementary" or "search" or "menu" or "dialog";

    private static bool IsCalled(string? name) => name is { Length: > 0 and < 256 } && Names().IsMatch(name);

    [GeneratedRegex("""(?:^|[\s_-])(?:nav|navbar|navigation|navheader|navfooter|menu|menubar|sidebar|breadcrumbs?|footer|cookies?|consent|banner|adverts?|ads|sponsored|share|sharing|social|related|promo|popup|modal|newsletter|skip(?:nav)?|pagination|pager|toolbar|copyright|legal)(?:$|[\s_-])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
