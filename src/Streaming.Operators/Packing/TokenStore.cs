namespace Streaming.Operators.Packing;

/// <summary>The tokens of open pieces, one after the other in one array that is reused.</summary>
/// <remarks>
/// An array for each document would live just long enough to be promoted by the garbage collector: tokenising and packing then took a third more
/// processor time than tokenising alone.
/// </remarks>
internal sealed class TokenStore
{
    private int[] _tokens = new int[1024];

    /// <summary>Tokens stored.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => _tokens.Length * (long)sizeof(int);

    /// <summary>The tokens of a piece.</summary>
    public ReadOnlySpan<int> this[Piece piece] => _tokens.AsSpan(piece.Start, piece.Length);

    /// <summary>Makes room for the tokens of a piece, at the end.</summary>
    public Span<int> Append(Piece piece)
    {
        if (_tokens.Length - Count < piece.Length)
        {
            Array.Resize(ref _tokens, (int)Math.Min(Array.MaxLength, Math.Max(2L * _tokens.Length, Count + (long)piece.Length)));
        }

        piece.Start = Count;
        Count += piece.Length;
        return _tokens.AsSpan(piece.Start, piece.Length);
    }

    /// <summary>Forgets all but some pieces, which are given in the order in which they were stored, and moves those to the front.</summary>
    public void Keep(IReadOnlyList<Piece> staying)
    {
        Count = 0;
        foreach (var piece in staying)
        {
            this[piece].CopyTo(_tokens.AsSpan(Count));
            piece.Start = Count;
            Count += piece.Length;
        }
    }

    /// <summary>Forgets what was stored last.</summary>
    public void RemoveLast(Piece piece) => Count -= piece.Length;
}
