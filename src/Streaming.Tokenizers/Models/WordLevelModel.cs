namespace Streaming.Tokenizers.Models;

/// <summary>Each word is a token or unknown.</summary>
internal sealed class WordLevelModel(Dictionary<string, int> vocabulary, string unknownToken) : TokenModel(vocabulary)
{
    public override void Tokenize(ReadOnlySpan<char> piece, Workspace workspace, TokenList into)
    {
        var id = IdOf(piece.ToString()) ?? IdOf(unknownToken)
            ?? throw new InvalidDataException("The text has a word that the vocabulary lacks, and it has no unk_token.");
        into.Add(id, 0, piece.Length);
    }
}
