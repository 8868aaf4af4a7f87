namespace Streaming.Tokenizers.Models;

/// <summary>WordPiece: the longest piece of the vocabulary first, from left to right; a word that cannot be spelt is unknown as a whole.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly PieceTrie _beginnings;
    private readonly PieceTrie _continuations;
    private readonly int _unknown;
    private readonly int _maxChars;

    public WordPieceModel(Dictionary<string, int> vocabulary, string unknownToken, string continuingPrefix, int maxCharsPerWord)
        : base(vocabulary)
    {
        _unknown = vocabulary.TryGetValue(unknownToken, out var id) ? id : -1;
        _maxChars = maxCharsPerWord;
        _beginnings = new PieceTrie(vocabulary);
        _continuations = new PieceTrie(vocabulary
            .Where(entry => entry.Key.Length > continuingPrefix.Length && entry.Key.StartsWith(continuingPrefix, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[continuingPrefix.Length..], entry.Value)));
    }

    public override void Tokenize(ReadOnlySpan<char> piece, Workspace workspace, TokenList into)
    {
        var first = into.Count;
        var start = CodePoints(piece) > _maxChars ? -1 : 0;
        while (start >= 0 && start < piece.Length)
        {
            var id = (start == 0 ? _beginnings : _continuations).Longest(piece[start..], out var length);
            if (length > 0)
            {
                into.Add(id, start, start + length);
            }

            start = length > 0 ? start + length : -1;
        }

        if (start < 0)
        {
            into.Truncate(first);
            into.Add(_unknown >= 0 ? _unknown : throw new InvalidDataException("The text has a word that the vocabulary cannot spell, and it has no unk_token."), 0, piece.Length);
        }
    }

    private static int CodePoints(ReadOnlySpan<char> piece)
    {
        var count = piece.Length;
        foreach (var unit in piece)
        {
            count -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return count;
    }
}
