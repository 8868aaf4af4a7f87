namespace Streaming.Operators.Packing;

/// <summary>The open documents of a packer, in the order of their arrival, and the rule by which they become packs.</summary>
internal abstract class PackingWindow(int maxTokens)
{
    // Beside its tokens an open piece takes an object, a lineage, an id and its places in lists.
    private const long BytesPerPiece = 256;

    private readonly List<Piece> _open = [];
    private readonly Queue<Piece[]> _ready = [];
    private readonly TokenStore _tokens = new();
    private int _readyPieces;
    private long _extraBytes;

    /// <summary>Makes the packs.</summary>
    public PackedText Packs { get; } = new(maxTokens);

    /// <summary>What waits for a pack; at most one piece of each document.</summary>
    public IReadOnlyList<Piece> Open => _open;

    /// <summary>Tokens of <see cref="Open"/>.</summary>
    public int OpenTokens { get; private set; }

    /// <summary>Packs that are formed and not emitted yet.</summary>
    public int Ready => _ready.Count;

    /// <summary>Pieces that are open or in a ready pack.</summary>
    public int Held => _open.Count + _readyPieces;

    /// <summary>Bytes of memory that they take; none while there are none.</summary>
    public long HeldBytes => Held == 0 ? 0 : _tokens.Bytes + (Held * BytesPerPiece) + _extraBytes;

    /// <summary>Tokens in packs so far.</summary>
    public long TokensOut { get; private set; }

    /// <summary>Packs so far.</summary>
    public long PacksOut { get; private set; }

    /// <summary>Documents cut so far.</summary>
    public long Truncated { get; protected set; }

    /// <summary>Takes a document, and adds the packs that are ready.</summary>
    public abstract void Add(in TokenizedDocument document, List<Sample> packs);

    /// <summary>At the end of the input: adds some of the packs that are left; none once all are out.</summary>
    public abstract void Finish(List<Sample> packs);

    /// <summary>Every piece that is held, with the number of its ready pack.</summary>
    public IEnumerable<Piece> NumberHeld()
    {
        var pack = 0;
        foreach (var pieces in _ready)
        {
            pack++;
            Array.ForEach(pieces, piece => piece.Pack = pack);
        }

        return _open.Concat(_ready.SelectMany(pieces => pieces));
    }

    /// <summary>The tokens of a piece that is held.</summary>
    public ReadOnlySpan<int> TokensOf(Piece piece) => _tokens[piece];

    /// <summary>Takes what was held before a restart, in order of arrival; emits nothing.</summary>
    public void Restore(IReadOnlyList<(Piece Piece, int[] Tokens)> held)
    {
        foreach (var (piece, tokens) in held)
        {
            tokens.CopyTo(_tokens.Append(piece));
            _extraBytes += piece.ExtraBytes;
        }

        var packs = held.Select(h => h.Piece).Where(p => p.Pack > 0).GroupBy(p => p.Pack).OrderBy(g => g.Key).Select(g => g.ToArray()).ToList();
        foreach (var pieces in packs.Where(Fits))
        {
            MakeReady(pieces);
        }

        // Splits that two workers packed can meet under one number; they are packed again.
        var homeless = packs.Where(p => !Fits(p)).SelectMany(p => p).ToHashSet();
        foreach (var (piece, _) in held.Where(h => h.Piece.Pack == 0 || homeless.Contains(h.Piece)))
        {
            piece.Pack = 0;
            Reopen(piece);
        }
    }

    /// <summary>Opens a stretch of a document.</summary>
    protected void Hold(in TokenizedDocument document, int number, int from, int length)
    {
        Reopen(Store(document, number, from, length));
    }

    /// <summary>Makes a pack of a stretch of a document alone.</summary>
    protected void EmitAlone(in TokenizedDocument document, int number, int from, int length, List<Sample> packs)
    {
        var piece = Store(document, number, from, length);
        Emit([piece], packs);
        _tokens.RemoveLast(piece);
    }

    /// <summary>Takes all open pieces out, in order of arrival. Each is then reopened or made ready.</summary>
    protected Piece[] TakeOpen()
    {
        var pieces = _open.ToArray();
        _open.Clear();
        OpenTokens = 0;
        return pieces;
    }

    /// <summary>Opens a piece whose tokens are stored.</summary>
    protected void Reopen(Piece piece)
    {
        _open.Add(piece);
        OpenTokens += piece.Length;
    }

    /// <summary>Puts pieces into a pack.</summary>
    protected void MakeReady(ReadOnlySpan<Piece> pieces)
    {
        _ready.Enqueue(pieces.ToArray());
        _readyPieces += pieces.Length;
    }

    /// <summary>Emits the oldest ready pack; false where there is none.</summary>
    protected bool EmitReady(List<Sample> packs)
    {
        if (!_ready.TryDequeue(out var pieces))
        {
            return false;
        }

        _readyPieces -= pieces.Length;
        Emit(pieces, packs);
        return true;
    }

    /// <summary>Moves the tokens of open pieces to the front, over those that were emitted. No pack may be ready.</summary>
    protected void Compact() => _tokens.Keep(_open);

    private Piece Store(in TokenizedDocument document, int number, int from, int length)
    {
        var piece = document.Piece(number, from, length);
        document.CopyTo(_tokens.Append(piece), from);
        _extraBytes += piece.ExtraBytes;
        return piece;
    }

    private bool Fits(Piece[] pieces) => pieces.Sum(p => (long)p.Length) <= maxTokens;

    private void Emit(ReadOnlySpan<Piece> pieces, List<Sample> packs)
    {
        packs.Add(Packs.Of(pieces, _tokens));
        PacksOut++;
        foreach (var piece in pieces)
        {
            TokensOut += piece.Length;
            _extraBytes -= piece.ExtraBytes;
        }
    }
}
