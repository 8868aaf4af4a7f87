namespace Streaming.Tokenizers.Texts;

/// <summary>A part of an <see cref="AlignedText"/>: a word to tokenize, or an added token found.</summary>
/// <param name="Start">The first UTF-16 unit.</param>
/// <param name="Length">The number of UTF-16 units.</param>
/// <param name="AtStart">Whether it begins where the original text begins.</param>
/// <param name="AddedId">The id of the added token, or -1.</param>
internal readonly record struct Piece(int Start, int Length, bool AtStart, int AddedId = -1)
{
    public int End => Start + Length;

    public bool IsAdded => AddedId >= 0;
}
