namespace Streaming.Tokenizers.Models;

/// <summary>Byte-pair encoding (Sennrich et al., arXiv 1508.07909) over characters or over bytes.</summary>
internal sealed class BpeModel : TokenModel
{
    private const char Mark = '\u2581';
    private const int None = -1;

    private readonly PairMap _merges;
    private readonly BpeOptions _options;
    private readonly SymbolTable _symbols;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly int _longestWord;
    private readonly int _unknown;
    private readonly bool _cutsBeforeMarks;

    /// <param name="vocabulary">Tokens and their ids.</param>
    /// <param name="merges">(left, right) → (rank, id of both joined).</param>
    /// <param name="options">The settings.</param>
    public BpeModel(Dictionary<string, int> vocabulary, IReadOnlyCollection<KeyValuePair<(int Left, int Right), (int Rank, int Id)>> merges, BpeOptions options)
        : base(vocabulary)
    {
        _options = options;
        _merges = new PairMap([.. merges.Select(merge => KeyValuePair.Create(merge.Key, (merge.Value.Rank, merge.Value.Id)))]);
        _symbols = new SymbolTable(vocabulary, options);
        _words = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _longestWord = vocabulary.Count == 0 ? 0 : vocabulary.Keys.Max(token => token.Length);
        _unknown = options.UnknownToken is null ? None : vocabulary.TryGetValue(options.UnknownToken, out var id) ? id
            : throw new InvalidDataException($"model.unk_token '{options.UnknownToken}' is not in the vocabulary.");

        // A character that is dropped makes its neighbours touch.
        var dropsNothing = _unknown != None || (options.ByteFallback && _symbols.HasAllBytes);
        _cutsBeforeMarks = dropsNothing && !options.TakesBytes && !options.IgnoreMerges && options.ContinuingSubwordPrefix.Length == 0 && options.EndOfWordSuffix.Length == 0
            && vocabulary.ContainsKey(Mark.ToString()) && merges.All(merge => !JoinsAtMark(merge.Key));
    }

    public override bool CountsBytes => true;

    public override string TokenOf(int id, ReadOnlySpan<char> stretch) => _options.SpellsUnknown && id == _unknown ? stretch.ToString() : TokenOf(id) ?? "";

    /// <summary>
    /// A text without blanks to split at (Llama 2's is one long piece) is cut before each run of marks, if no merge reaches over such a border: then the words
    /// do not touch each other, and each is looked up in the cache.
    /// </summary>
    public override void Encode(ReadOnlySpan<char> piece, Workspace workspace)
    {
        while (_cutsBeforeMarks && CutAfter(piece) is > 0 and var cut)
        {
            EncodeWord(piece[..cut], workspace);
            piece = piece[cut..];
        }

        EncodeWord(piece, workspace);
    }

    public override void Tokenize(ReadOnlySpan<char> piece, Workspace workspace, TokenList into)
    {
        if (_options.IgnoreMerges && TryWhole(piece, workspace, into))
        {
            return;
        }

        workspace.Merges.Clear();
        var state = new UnknownRun(None, 0);
        if (_options.TakesBytes)
        {
            AddByteSymbols(workspace.Utf8Of(piece), workspace.Merges, ref state);
        }
        else
        {
            AddCharSymbols(piece, workspace.Merges, ref state);
        }

        Flush(workspace.Merges, ref state);
        workspace.Merges.Merge(_merges, into);
    }

    private record struct UnknownRun(int Id, int Length);

    private bool JoinsAtMark((int Left, int Right) pair) => TokenOf(pair.Left) is [.., not Mark] && TokenOf(pair.Right) is [Mark, ..];

    private static int CutAfter(ReadOnlySpan<char> piece)
    {
        var word = piece.IndexOfAnyExcept(Mark);
        var mark = word < 0 ? -1 : piece[word..].IndexOf(Mark);
        return mark < 0 ? -1 : word + mark;
    }

    private bool TryWhole(ReadOnlySpan<char> piece, Workspace workspace, TokenList into)
    {
        if (piece.Length > _longestWord)
        {
            return false;
        }

        var utf8 = workspace.Utf8Of(piece);
        if (!_options.TakesBytes)
        {
            return Take(piece, utf8.Length, into);
        }

        Span<char> letters = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        for (var index = 0; index < utf8.Length; index++)
        {
            letters[index] = ByteAlphabet.CharOf(utf8[index]);
        }

        return Take(letters, utf8.Length, into);
    }

    private bool Take(ReadOnlySpan<char> word, int length, TokenList into)
    {
        if (!_words.TryGetValue(word, out var id))
        {
            return false;
        }

        into.Add(id, 0, length);
        return true;
    }

    private void AddByteSymbols(ReadOnlySpan<byte> utf8, MergeSpace symbols, ref UnknownRun run)
    {
        for (var index = 0; index < utf8.Length; index++)
        {
            var id = _symbols.IdOfByte(utf8[index], index == 0, index == utf8.Length - 1);
            if (id >= 0)
            {
                Flush(symbols, ref run);
                symbols.Add(id, 1);
            }
            else
            {
                AddUnknown(symbols, 1, ref run);
            }
        }
    }

    private void AddCharSymbols(ReadOnlySpan<char> piece, MergeSpace symbols, ref UnknownRun run)
    {
        var rest = piece;
        while (rest.Length > 0)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var width);
            var (isFirst, isLast) = (rest.Length == piece.Length, rest.Length == width);
            var id = _symbols.IdOfChar(rune, isFirst, isLast);
            if (id >= 0)
            {
                Flush(symbols, ref run);
                symbols.Add(id, rune.Utf8SequenceLength);
            }
            else if (!_options.ByteFallback || !_symbols.TryAddBytes(rune, isFirst, isLast, symbols))
            {
                // A run of unknown characters is not ended by byte tokens: it comes behind them. So it is in the original.
                AddUnknown(symbols, rune.Utf8SequenceLength, ref run);
            }

            rest = rest[width..];
        }
    }

    private void AddUnknown(MergeSpace symbols, int length, ref UnknownRun run)
    {
        if (_unknown == None)
        {
            return;
        }

        if (run.Id != None && _options.FuseUnknown)
        {
            run.Length += length;
            return;
        }

        Flush(symbols, ref run);
        run = new UnknownRun(_unknown, length);
    }

    private static void Flush(MergeSpace symbols, ref UnknownRun run)
    {
        if (run.Id != None)
        {
            symbols.Add(run.Id, run.Length);
            run = new UnknownRun(None, 0);
        }
    }
}
