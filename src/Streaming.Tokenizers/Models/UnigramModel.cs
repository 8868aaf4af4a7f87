namespace Streaming.Tokenizers.Models;

/// <summary>Unigram language model (Kudo, arXiv 1804.10959): the segmentation with the highest sum of scores.</summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;
    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly int[]? _byteTokens;
    private readonly bool _singlePrecision;
    private readonly bool _fusesBeforeFallback;

    /// <param name="vocabulary">Pieces and ids.</param>
    /// <param name="trie">The pieces that text is segmented into.</param>
    /// <param name="scores">The score of each id.</param>
    /// <param name="minScore">The lowest score of a piece; unknown characters score 10 less.</param>
    /// <param name="unknown">The id of unknown characters, or -1: then they are an error.</param>
    /// <param name="byteFallback">Whether unknown characters become their bytes.</param>
    /// <param name="sentencePiece">Whether to add up scores in single precision and to fall back to bytes character by character, as SentencePiece does.</param>
    public UnigramModel(Dictionary<string, int> vocabulary, PieceTrie trie, double[] scores, double minScore, int unknown, bool byteFallback, bool sentencePiece = false)
        : base(vocabulary)
    {
        _trie = trie;
        _scores = scores;
        _unknown = unknown;
        _singlePrecision = sentencePiece;
        _fusesBeforeFallback = !sentencePiece;
        _unknownScore = Rounded(minScore - UnknownPenalty);
        _byteTokens = byteFallback ? ByteTokensOf(vocabulary) : null;
    }

    public override string TokenOf(int id, ReadOnlySpan<char> stretch) => id == _unknown ? stretch.ToString() : TokenOf(id) ?? "";

    public override void Tokenize(ReadOnlySpan<char> piece, Workspace workspace, TokenList into)
    {
        var paths = workspace.Paths;
        paths.Reset(piece.Length);
        for (var start = 0; start < piece.Length;)
        {
            var width = char.IsHighSurrogate(piece[start]) && start + 1 < piece.Length ? 2 : 1;
            Extend(piece, start, width, paths);
            start += width;
        }

        var first = into.Count;
        for (var end = piece.Length; end > 0;)
        {
            var start = paths.Starts[end];
            var id = paths.Ids[end];
            if (id == _unknown && (_byteTokens is null || _fusesBeforeFallback))
            {
                while (start > 0 && paths.Ids[start] == _unknown)
                {
                    start = paths.Starts[start];
                }
            }

            AddReversed(piece, id, start, end, into);
            end = start;
        }

        into.Reverse(first);
    }

    private static int[]? ByteTokensOf(Dictionary<string, int> vocabulary)
    {
        var ids = Enumerable.Range(0, 256).Select(value => vocabulary.GetValueOrDefault($"<0x{value:X2}>", -1)).ToArray();
        return Array.TrueForAll(ids, id => id >= 0) ? ids : null;
    }

    private void Extend(ReadOnlySpan<char> piece, int start, int width, PathSpace paths)
    {
        var score = paths.Scores[start];
        var node = PieceTrie.Root;
        var hasSingle = false;
        for (var end = start; end < piece.Length && _trie.Step(ref node, piece[end], out var id); end++)
        {
            if (id >= 0)
            {
                Offer(paths, start, end + 1, id, Rounded(score + _scores[id]));
                hasSingle |= end + 1 - start == width;
            }
        }

        if (!hasSingle)
        {
            Offer(paths, start, start + width, _unknown, Rounded(score + _unknownScore));
        }
    }

    private static void Offer(PathSpace paths, int start, int end, int id, double score)
    {
        if (paths.Starts[end] < 0 || score > paths.Scores[end])
        {
            paths.Starts[end] = start;
            paths.Scores[end] = score;
            paths.Ids[end] = id;
        }
    }

    private void AddReversed(ReadOnlySpan<char> piece, int id, int start, int end, TokenList into)
    {
        if (id != _unknown)
        {
            into.Add(id, start, end);
            return;
        }

        // A run of unknown characters may spell a piece that no path reached: the original looks it up again.
        if (_fusesBeforeFallback && IdOf(piece[start..end].ToString()) is { } known)
        {
            into.Add(known, start, end);
            return;
        }

        if (_byteTokens is null)
        {
            into.Add(id >= 0 ? id : throw new InvalidDataException("The text has a character that the Unigram vocabulary lacks, and the model has no unk_id."), start, end);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(piece[start..end].ToArray());
        for (var index = bytes.Length - 1; index >= 0; index--)
        {
            into.Add(_byteTokens[bytes[index]], start, end);
        }
    }

    private double Rounded(double score) => _singlePrecision ? (float)score : score;
}
