using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Models;

/// <summary>What one encoding needs for itself. A tokenizer keeps a few and lends each to one thread at a time, so that texts cost no allocation but their result.</summary>
internal sealed class Workspace
{
    // What a giant text leaves behind is not worth keeping.
    private const int KeptLength = 1 << 22;

    public AlignedText Text { get; } = new();

    public PieceList Pieces { get; } = new();

    public IdList Ids { get; } = new();

    public TokenList Tokens { get; } = new();

    public WordCache Cache { get; } = new();

    public MergeSpace Merges { get; } = new();

    public PathSpace Paths { get; } = new();

    public byte[] Bytes { get; private set; } = new byte[256];

    /// <summary>UTF-8 bytes of a piece.</summary>
    public ReadOnlySpan<byte> Utf8Of(ReadOnlySpan<char> piece)
    {
        if (Bytes.Length < piece.Length * 3)
        {
            Bytes = new byte[piece.Length * 3];
        }

        return Bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece, Bytes));
    }

    /// <summary>Whether it may be lent again.</summary>
    public bool IsWorthKeeping => Text.Length <= KeptLength && Ids.Count <= KeptLength && Bytes.Length <= KeptLength * 3;
}
