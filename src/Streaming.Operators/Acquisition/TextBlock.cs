namespace Streaming.Operators.Acquisition;

/// <summary>What kind of block it is.</summary>
internal enum BlockKind
{
    /// <summary>A paragraph, a cell, a division.</summary>
    Text,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>Text whose lines count.</summary>
    Code,
}

/// <summary>Text between two borders of blocks.</summary>
internal sealed class TextBlock
{
    private List<(string Source, string Alt)>? _images;

    /// <summary>Its kind.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>Whether it stands in what the page itself calls its main part.</summary>
    public bool IsInMain { get; private set; }

    /// <summary>Where its text begins in the page's.</summary>
    public int Start { get; private set; }

    /// <summary>Characters of its text.</summary>
    public int Length { get; set; }

    /// <summary>Characters in links.</summary>
    public int LinkChars { get; set; }

    /// <summary>Its images: address and alternative text.</summary>
    public IReadOnlyList<(string Source, string Alt)> Images => _images ?? [];

    /// <summary>Whether it belongs to the main text.</summary>
    public bool IsMain { get; set; }

    /// <summary>The share of characters that stand in links.</summary>
    public double LinkDensity => Length == 0 ? 0 : (double)LinkChars / Length;

    /// <summary>It begins, or begins anew as long as it is empty.</summary>
    public void Begin(BlockKind kind, bool isInMain, int start) => (Kind, IsInMain, Start) = (kind, isInMain, start);

    /// <summary>An image stands in it.</summary>
    public void Add(string source, string alt) => (_images ??= []).Add((source, alt));
}
