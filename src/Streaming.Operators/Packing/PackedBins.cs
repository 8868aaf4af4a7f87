namespace Streaming.Operators.Packing;

/// <summary>The bins of one packing, each with its pieces in order of arrival; bins are ordered by their oldest piece, so packs follow the stream.</summary>
internal sealed class PackedBins
{
    private readonly Piece[] _pieces;
    private readonly int[] _starts;
    private readonly int[] _tokens;
    private readonly int[] _binOf;

    private PackedBins(Piece[] pieces, int[] starts, int[] tokens, int[] binOf)
    {
        _pieces = pieces;
        _starts = starts;
        _tokens = tokens;
        _binOf = binOf;
    }

    /// <summary>The number of bins.</summary>
    public int Count => _tokens.Length;

    /// <summary>The pieces of a bin.</summary>
    public ReadOnlySpan<Piece> this[int bin] => _pieces.AsSpan(_starts[bin].._starts[bin + 1]);

    /// <summary>Groups pieces, given in order of arrival, by their bins.</summary>
    public static PackedBins Of(ReadOnlySpan<Piece> pieces, ReadOnlySpan<int> bins)
    {
        var binOf = Renumber(bins, out var count);
        var starts = new int[count + 1];
        var tokens = new int[count];
        for (var i = 0; i < pieces.Length; i++)
        {
            starts[binOf[i] + 1]++;
            tokens[binOf[i]] += pieces[i].Length;
        }

        for (var bin = 0; bin < count; bin++)
        {
            starts[bin + 1] += starts[bin];
        }

        var grouped = new Piece[pieces.Length];
        var next = starts[..^1];
        for (var i = 0; i < pieces.Length; i++)
        {
            grouped[next[binOf[i]]++] = pieces[i];
        }

        return new(grouped, starts, tokens, binOf);
    }

    /// <summary>The bin of the piece that arrived as the n-th.</summary>
    public int BinOf(int piece) => _binOf[piece];

    /// <summary>
    /// Which bins leave: those of at least <paramref name="minTokens"/>, those with a piece that was held over <paramref name="maxRounds"/> times, and of the
    /// rest the fullest, until what stays is at most so many pieces and tokens.
    /// </summary>
    public bool[] Leaving(double minTokens, int maxRounds, int maxPieces, long maxTokens)
    {
        var leaves = new bool[Count];
        var staying = new List<int>();
        var (pieces, tokens) = (0, 0L);
        for (var bin = 0; bin < Count; bin++)
        {
            leaves[bin] = _tokens[bin] >= minTokens || IsOld(this[bin], maxRounds);
            if (!leaves[bin])
            {
                staying.Add(bin);
                pieces += this[bin].Length;
                tokens += _tokens[bin];
            }
        }

        staying.Sort((a, b) => _tokens[b] != _tokens[a] ? _tokens[b].CompareTo(_tokens[a]) : a.CompareTo(b));
        for (var i = 0; pieces > maxPieces || tokens > maxTokens; i++)
        {
            leaves[staying[i]] = true;
            pieces -= this[staying[i]].Length;
            tokens -= _tokens[staying[i]];
        }

        return leaves;
    }

    private static bool IsOld(ReadOnlySpan<Piece> pieces, int maxRounds)
    {
        foreach (var piece in pieces)
        {
            if (piece.Rounds >= maxRounds)
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Renumber(ReadOnlySpan<int> bins, out int count)
    {
        var numbers = new int[bins.Length];
        Array.Fill(numbers, -1);
        var binOf = new int[bins.Length];
        count = 0;
        for (var i = 0; i < bins.Length; i++)
        {
            ref var number = ref numbers[bins[i]];
            number = number < 0 ? count++ : number;
            binOf[i] = number;
        }

        return binOf;
    }
}
