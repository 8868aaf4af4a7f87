namespace Streaming.Operators.Packing;

/// <summary>Best-fit-decreasing over a bounded window of documents.</summary>
/// <remarks>
/// When the window is full all of it is packed; well-filled packs leave, the documents of the others stay for the next round. Only documents are held,
/// never bins: packs are then a function of the open documents alone, so an operator restored with them goes on exactly as the one that was stopped.
/// </remarks>
internal sealed class BestFitWindow : PackingWindow
{
    // A document that found no good company in so many packings will hardly find it later.
    private const int MaxRounds = 4;

    // Beyond 256 packs a window fills no better (docs in benchmarks/README.md); 4 Mi tokens bound memory for very long packs.
    private const int WindowPacks = 256;
    private const int WindowTokens = 4 << 20;
    private const int FinishTokens = 256 << 10;

    private readonly int _maxTokens;
    private readonly int _maxDocuments;
    private readonly long _maxOpenTokens;
    private readonly double _minTokens;
    private readonly BestFitPacking _packing;
    private int[] _lengths = [];
    private int[] _binOf = [];

    /// <summary>A window of so many documents that holds packs back which are filled less than <paramref name="minFill"/>.</summary>
    public BestFitWindow(int maxTokens, int maxDocuments, double minFill) : base(maxTokens)
    {
        _maxTokens = maxTokens;
        _maxDocuments = maxDocuments;
        _maxOpenTokens = Math.Max(4L * maxTokens, Math.Min((long)WindowPacks * maxTokens, WindowTokens));
        _minTokens = minFill * maxTokens;
        _packing = new(maxTokens);
    }

    /// <inheritdoc/>
    public override void Add(in TokenizedDocument document, List<Sample> packs)
    {
        var (from, number) = (0, 0);
        for (; document.Length - from >= _maxTokens; from += _maxTokens)
        {
            EmitAlone(document, number++, from, _maxTokens, packs);
        }

        if (from < document.Length)
        {
            Hold(document, number++, from, document.Length - from);
        }

        Truncated += number > 1 ? 1 : 0;
        EmitAtPace(packs);
        if (Open.Count >= _maxDocuments || OpenTokens >= _maxOpenTokens)
        {
            PackOpen(packs, isLast: false);
        }
    }

    /// <inheritdoc/>
    public override void Finish(List<Sample> packs)
    {
        if (Ready == 0)
        {
            PackOpen(packs, isLast: true);
        }

        for (var tokens = 0; tokens < FinishTokens && EmitReady(packs); tokens += _maxTokens)
        {
        }
    }

    // Ready packs leave as fast as the next window fills. All at once they would outlive the youngest generation of the garbage collector (measured: up to
    // eight times the processor time), and be one batch of many megabytes. The pace follows from what is held, so a restart does not change it.
    private void EmitAtPace(List<Sample> packs)
    {
        var roomByTokens = (_maxOpenTokens - OpenTokens) / _maxTokens;
        var roomByDocuments = (_maxDocuments - Open.Count) * (long)WindowPacks / _maxDocuments;
        while (Ready > Math.Min(roomByTokens, roomByDocuments) && EmitReady(packs))
        {
        }
    }

    private void PackOpen(List<Sample> packs, bool isLast)
    {
        while (EmitReady(packs))
        {
        }

        Compact();
        var pieces = TakeOpen();
        var bins = PackedBins.Of(pieces, BinsOf(pieces));
        var leaves = isLast ? null : bins.Leaving(_minTokens, MaxRounds, _maxDocuments / 2, _maxOpenTokens / 2);
        for (var bin = 0; bin < bins.Count; bin++)
        {
            if (leaves is null || leaves[bin])
            {
                MakeReady(bins[bin]);
            }
        }

        for (var i = 0; leaves is not null && i < pieces.Length; i++)
        {
            if (!leaves[bins.BinOf(i)])
            {
                pieces[i].Rounds++;
                Reopen(pieces[i]);
            }
        }
    }

    private Span<int> BinsOf(Piece[] pieces)
    {
        if (_lengths.Length < pieces.Length)
        {
            _lengths = new int[pieces.Length];
            _binOf = new int[pieces.Length];
        }

        for (var i = 0; i < pieces.Length; i++)
        {
            _lengths[i] = pieces[i].Length;
        }

        var binOf = _binOf.AsSpan(0, pieces.Length);
        _packing.Pack(_lengths.AsSpan(0, pieces.Length), binOf);
        return binOf;
    }
}
