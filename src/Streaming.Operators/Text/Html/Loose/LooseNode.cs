namespace Streaming.Operators.Text;

/// <summary>What a node of a page is.</summary>
internal enum LooseKind
{
    Element,
    Text,
    Comment,
}

/// <summary>A node of a page; the nodes lie in the order of the page, each element before its content.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">The element's name in lower case; empty for others.</param>
/// <param name="text">The text, or the comment's.</param>
internal sealed class LooseNode(LooseKind kind, string name, string text)
{
    public LooseKind Kind { get; } = kind;

    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>The element's attributes in their order.</summary>
    public OrderedDictionary<string, string>? Attributes { get; init; }

    /// <summary>Whether the text belongs to a script, a style, a template or the reading of a ruby: no text of the page.</summary>
    public bool IsAside { get; init; }

    /// <summary>Where the node behind its content lies.</summary>
    public int End { get; set; }
}
