using System.Text;

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
internal sealed class TextBlock(BlockKind kind, bool isInMain)
{
    /// <summary>Its kind.</summary>
    public BlockKind Kind => kind;

    /// <summary>Whether it stands in what the page itself calls its main part.</summary>
    public bool IsInMain => isInMain;

    /// <summary>The text, with the tokens of its images.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Characters in links.</summary>
    public int LinkChars { get; set; }

    /// <summary>Its images: address and alternative text.</summary>
    public List<(string Source, string Alt)> Images { get; } = [];

    /// <summary>Whether it belongs to the main text.</summary>
    public bool IsMain { get; set; }

    /// <summary>The share of characters that stand in links.</summary>
    public double LinkDensity => Text.Length == 0 ? 0 : (double)LinkChars / Text.Length;
}
