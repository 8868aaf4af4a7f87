namespace Streaming.Tokenizers.Texts;

/// <summary>The pieces of a text in order; pre-tokenizers read the old list and write a new one.</summary>
internal sealed class PieceList
{
    private Piece[] _items = new Piece[64];
    private Piece[] _old = new Piece[64];
    private int _count;
    private int _oldCount;

    public ReadOnlySpan<Piece> Items => _items.AsSpan(0, _count);

    /// <summary>The pieces before <see cref="BeginEdit"/>.</summary>
    public ReadOnlySpan<Piece> Old => _old.AsSpan(0, _oldCount);

    /// <summary>Where the matches of the piece in work are gathered.</summary>
    public List<PatternMatch> Matches { get; } = [];

    public void Clear() => _count = 0;

    public void BeginEdit()
    {
        (_items, _old) = (_old, _items);
        _oldCount = _count;
        _count = 0;
    }

    /// <summary>Adds a piece; empty ones vanish, as in Hugging Face's library.</summary>
    public void Add(Piece piece)
    {
        if (piece.Length == 0)
        {
            return;
        }

        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        _items[_count++] = piece;
    }

    /// <summary>Adds a part of a piece.</summary>
    public void Add(AlignedText text, Piece whole, int start, int end)
    {
        if (start < end)
        {
            Add(new Piece(start, end - start, text.Traced ? text.OriginOf(start, end).Start == 0 : whole.AtStart && start == whole.Start));
        }
    }
}
