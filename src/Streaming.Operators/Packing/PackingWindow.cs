namespace Streaming.Operators.Packing;

/// <summary>The open documents of a packer, in the order of their arrival, and the rule by which they become packs.</summary>
internal abstract class PackingWindow(int maxTokens)
{
    // Beside its tokens an open piece takes an object, a lineage, an id and its places in lists.
    private const long BytesPerPiece = 256;

    private readonly PackedText _packs = new(maxTokens);
    private readonly List<Piece> _open = [];
    private readonly TokenStore _tokens = new();

    /// <summary>What waits for a pack; at most one piece of each document.</summary>
    public IReadOnlyList<Piece> Open => _open;

    /// <summary>Tokens of <see cref="Open"/>.</summary>
    public int OpenTokens => _tokens.Count;

    /// <summary>Bytes of memory that open pieces take; none while there are none.</summary>
    public long OpenBytes => _open.Count == 0 ? 0 : _tokens.Bytes + (_open.Count * BytesPerPiece);

    /// <summary>Tokens in packs so far.</summary>
    public long TokensOut { get; private set; }

    /// <summary>Packs so far.</summary>
    public long PacksOut { get; private set; }

    /// <summary>Documents cut so far.</summary>
    public long Truncated { get; protected set; }

    /// <summary>Takes a document, and adds the packs that are ready.</summary>
    public abstract void Add(in TokenizedDocument document, List<Sample> packs);

    /// <summary>Packs whatever is open.</summary>
    public abstract void Flush(List<Sample> packs);

    /// <summary>The tokens of an open piece.</summary>
    public ReadOnlySpan<int> TokensOf(Piece piece) => _tokens[piece];

    /// <summary>Opens a piece again after a restart; packs nothing.</summary>
    public void Restore(Piece piece, ReadOnlySpan<int> tokens)
    {
        tokens.CopyTo(_tokens.Append(piece));
        _open.Add(piece);
    }

    /// <summary>Opens a stretch of a document.</summary>
    protected void Hold(in TokenizedDocument document, int number, int from, int length)
    {
        var piece = document.Piece(number, length);
        document.CopyTo(_tokens.Append(piece), from);
        _open.Add(piece);
    }

    /// <summary>Makes a pack of a stretch of a document alone.</summary>
    protected void EmitAlone(in TokenizedDocument document, int number, int from, int length, List<Sample> packs)
    {
        var piece = document.Piece(number, length);
        document.CopyTo(_tokens.Append(piece), from);
        Emit([piece], packs);
        _tokens.RemoveLast(piece);
    }

    /// <summary>Makes a pack of open pieces, which stay open until <see cref="Keep"/> says otherwise.</summary>
    protected void Emit(ReadOnlySpan<Piece> pieces, List<Sample> packs)
    {
        packs.Add(_packs.Of(pieces, _tokens));
        PacksOut++;
        foreach (var piece in pieces)
        {
            TokensOut += piece.Length;
        }
    }

    /// <summary>Closes all pieces but those that are held over, given in order of arrival.</summary>
    protected void Keep(IReadOnlyList<Piece> staying)
    {
        _tokens.Keep(staying);
        _open.Clear();
        _open.AddRange(staying);
    }
}
