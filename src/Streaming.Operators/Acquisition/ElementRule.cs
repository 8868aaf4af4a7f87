using System.Collections.Frozen;

namespace Streaming.Operators.Acquisition;

/// <summary>What an element does besides holding text.</summary>
internal enum ElementRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It breaks a line.</summary>
    Break,

    /// <summary>It is an image.</summary>
    Image,

    /// <summary>It leads to another page.</summary>
    Link,

    /// <summary>The lines of its text count.</summary>
    Code,

    /// <summary>It is the page's main part.</summary>
    Main,

    /// <summary>It is the page's main part where its role says so.</summary>
    MayBeMain,

    /// <summary>It names the page.</summary>
    Title,

    /// <summary>It says something of the page.</summary>
    Meta,

    /// <summary>It relates the page to another.</summary>
    Relation,
}

/// <summary>How an element may turn out to be boilerplate.</summary>
internal enum Standing
{
    /// <summary>By its attributes, its names left aside.</summary>
    Plain,

    /// <summary>By its class or id too.</summary>
    Nameable,

    /// <summary>It never is.</summary>
    Trusted,

    /// <summary>It always is.</summary>
    LeftOut,
}

/// <summary>How extraction takes elements of one name.</summary>
/// <param name="Standing">How it may be boilerplate.</param>
/// <param name="Block">The kind of block that it begins; null where it stands within a line.</param>
/// <param name="Role">What else it does.</param>
internal sealed record ElementRule(Standing Standing = Standing.Plain, BlockKind? Block = null, ElementRole Role = ElementRole.None)
{
    private static readonly ElementRule Inline = new();

    // One look for each element: all that its name decides.
    private static readonly FrozenDictionary<string, ElementRule> Rules = Table().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rule of a name in lower case.</summary>
    public static ElementRule Of(string name) => Rules.GetValueOrDefault(name, Inline);

    private static Dictionary<string, ElementRule> Table()
    {
        var rules = new Dictionary<string, ElementRule>(StringComparer.Ordinal)
        {
            ["html"] = new(Standing.Trusted),
            ["body"] = new(Standing.Trusted, BlockKind.Text),
            ["main"] = new(Standing.Trusted, BlockKind.Text, ElementRole.Main),
            ["article"] = new(Standing.Trusted, BlockKind.Text, ElementRole.MayBeMain),
            ["div"] = new(Standing.Nameable, BlockKind.Text, ElementRole.MayBeMain),
            ["span"] = new(Standing.Nameable),
            ["pre"] = new(Block: BlockKind.Code, Role: ElementRole.Code),
            ["a"] = new(Role: ElementRole.Link),
            ["br"] = new(Role: ElementRole.Break),
            ["img"] = new(Role: ElementRole.Image),
            ["title"] = new(Role: ElementRole.Title),
            ["meta"] = new(Role: ElementRole.Meta),
            ["link"] = new(Role: ElementRole.Relation),
        };
        Add(rules, new(Standing.LeftOut), "script style noscript template svg iframe object head nav aside footer form select button textarea dialog canvas");
        Add(rules, new(Block: BlockKind.Heading), "h1 h2 h3 h4 h5 h6");
        Add(rules, new(Block: BlockKind.Item), "li dt");
        Add(rules, new(Standing.Nameable, BlockKind.Text), "p section header ul ol table");
        Add(rules, new(Block: BlockKind.Text), "dl dd tr td th tbody thead caption blockquote figure figcaption address details summary hr fieldset center");
        return rules;
    }

    private static void Add(Dictionary<string, ElementRule> rules, ElementRule rule, string names)
    {
        foreach (var name in names.Split(' '))
        {
            rules.Add(name, rule);
        }
    }
}
