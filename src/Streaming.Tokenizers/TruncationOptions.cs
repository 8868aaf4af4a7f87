namespace Streaming.Tokenizers;

/// <summary>How an encoding that is too long is cut.</summary>
/// <param name="MaxLength">The largest number of ids, special tokens included; at least as many as the post-processor adds.</param>
public sealed record TruncationOptions(int MaxLength)
{
    /// <summary>How many ids each overflowing part repeats of the one before it. Default: 0.</summary>
    public int Stride { get; init; }

    /// <summary>Which text of a pair is cut. Default: the longest first.</summary>
    public TruncationStrategy Strategy { get; init; } = TruncationStrategy.LongestFirst;

    /// <summary>The side that ids are cut from. Default: right, the beginning of the text stays.</summary>
    public TokenSide Side { get; init; } = TokenSide.Right;
}
