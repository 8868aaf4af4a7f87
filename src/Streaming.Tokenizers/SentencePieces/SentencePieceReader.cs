using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Normalizers;

namespace Streaming.Tokenizers.SentencePieces;

/// <summary>
/// Reads SentencePiece's own models, Unigram and BPE (https://github.com/google/sentencepiece). Ids, pieces and decoded texts are those of its
/// <c>EncodeAsIds</c>, <c>EncodeAsPieces</c> and <c>Decode</c>: no begin and end tokens, special tokens in a text are plain text.
/// </summary>
internal static class SentencePieceReader
{
    private const int Bpe = 2;

    public static ITracingTokenizer Read(byte[] bytes)
    {
        var file = SentencePieceFile.Read(bytes);
        if (file.Pieces.Count == 0)
        {
            throw new InvalidDataException("It is no SentencePiece model: it has no pieces.");
        }

        if (file.ModelType is not (1 or Bpe))
        {
            throw new InvalidDataException($"SentencePiece model type {file.ModelType} (words or characters) is not supported.");
        }

        var vocabulary = VocabularyOf(file, _ => true);
        var symbols = new PieceTrie(VocabularyOf(file, piece => piece.Kind == PieceKind.UserDefined));
        return new PipelineTokenizer(new TokenizerParts(file.ModelType == Bpe ? BpeOf(file, vocabulary) : UnigramOf(file, vocabulary))
        {
            Normalizer = new SentencePieceNormalizer(file, file.CharsMap.Length == 0 ? null : CharsMap.Read(file.CharsMap), symbols),
            PreTokenizers = file.ModelType == Bpe && file.Pieces.Exists(piece => piece.Kind == PieceKind.UserDefined) ? [new UserSymbolPreTokenizer(symbols)] : [],
            Decoder = new SentencePieceDecoder(file),
        });
    }

    private static Dictionary<string, int> VocabularyOf(SentencePieceFile file, Func<VocabularyPiece, bool> isMember)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, piece) in file.Pieces.Index().Where(entry => isMember(entry.Item)))
        {
            vocabulary[piece.Text] = id;
        }

        return vocabulary;
    }

    private static int UnknownOf(SentencePieceFile file) => file.Pieces.FindIndex(piece => piece.Kind == PieceKind.Unknown) is >= 0 and var id
        ? id
        : throw new InvalidDataException("The SentencePiece model has no unknown piece.");

    private static UnigramModel UnigramOf(SentencePieceFile file, Dictionary<string, int> vocabulary)
    {
        var normal = file.Pieces.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score).DefaultIfEmpty().ToList();

        // The original begins its search for the best score at the smallest positive float, and gives user-defined symbols a score that wins.
        var best = Math.Max(normal.Max(), 1.17549435e-38f);
        var scores = file.Pieces.Select(piece => piece.Kind == PieceKind.UserDefined ? (Encoding.UTF8.GetByteCount(piece.Text) * best) - 0.1 : piece.Score);
        var trie = new PieceTrie(VocabularyOf(file, piece => piece.Kind is PieceKind.Normal or PieceKind.UserDefined));
        return new UnigramModel(vocabulary, trie, [.. scores], normal.Min(), UnknownOf(file), file.ByteFallback, sentencePiece: true);
    }

    private static BpeModel BpeOf(SentencePieceFile file, Dictionary<string, int> vocabulary)
    {
        var ranks = file.Pieces.Select(piece => piece.Score).Distinct().OrderDescending().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var merges = RankMerges.Of(VocabularyOf(file, piece => piece.Kind is PieceKind.Normal or PieceKind.UserDefined), id => ranks[file.Pieces[id].Score]);
        return new BpeModel(vocabulary, merges, new BpeOptions
        {
            UnknownToken = file.Pieces[UnknownOf(file)].Text,
            FuseUnknown = true,
            SpellsUnknown = true,
            ByteFallback = file.ByteFallback,
        });
    }
}
