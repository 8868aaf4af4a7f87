namespace Streaming.Operators.Packing;

/// <summary>The open documents of a packer, in the order of their arrival, and the rule by which they become packs.</summary>
internal abstract class PackingWindow(int maxTokens)
{
    private readonly PackedText _packs = new(maxTokens);

    /// <summary>What waits for a pack; at most one piece of each document.</summary>
    public List<Piece> Open { get; } = [];

    /// <summary>Tokens of <see cref="Open"/>.</summary>
    public long OpenTokens { get; private set; }

    /// <summary>Tokens in packs so far.</summary>
    public long TokensOut { get; private set; }

    /// <summary>Packs so far.</summary>
    public long PacksOut { get; private set; }

    /// <summary>Documents cut so far.</summary>
    public long Truncated { get; protected set; }

    /// <summary>Takes a document, and adds the packs that are ready.</summary>
    public abstract void Add(Piece document, List<Sample> packs);

    /// <summary>Packs whatever is open.</summary>
    public abstract void Flush(List<Sample> packs);

    /// <summary>Opens a piece, or opens it again after a restart; packs nothing.</summary>
    public void Hold(Piece piece)
    {
        Open.Add(piece);
        OpenTokens += piece.Tokens.Length;
    }

    /// <summary>Takes everything that is open out.</summary>
    protected Piece[] TakeOpen()
    {
        var pieces = Open.ToArray();
        Open.Clear();
        OpenTokens = 0;
        return pieces;
    }

    /// <summary>Makes a pack of these pieces.</summary>
    protected void Emit(ReadOnlySpan<Piece> pieces, List<Sample> packs)
    {
        packs.Add(_packs.Of(pieces));
        PacksOut++;
        foreach (var piece in pieces)
        {
            TokensOut += piece.Tokens.Length;
        }
    }
}
