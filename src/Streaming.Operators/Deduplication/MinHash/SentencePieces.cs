using Microsoft.ML.Tokenizers;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Loads SentencePiece models for the pieces themselves, unknown ones as they stand in the text.</summary>
internal static class SentencePieces
{
    /// <summary>Something that cuts a text into pieces.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static Func<string, IReadOnlyList<string>> Load(string model)
    {
        try
        {
            using var file = File.OpenRead(model);
            var tokenizer = SentencePieceTokenizer.Create(file, addBeginningOfSentence: false);
            return text => PiecesOf(tokenizer, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or InvalidDataException)
        {
            throw new BadInputException($"tokenizer_model '{model}' cannot be read: {e.Message}", e);
        }
    }

    // SentencePiece makes one piece of neighbouring unknown characters; this library one of each.
    private static List<string> PiecesOf(SentencePieceTokenizer tokenizer, string text)
    {
        var tokens = tokenizer.EncodeToTokens(text, out var normalized);
        var pieces = new List<string>(tokens.Count);
        var isAfterUnknown = false;
        foreach (var token in tokens)
        {
            var isUnknown = token.Id == tokenizer.UnknownId;
            var piece = isUnknown ? (normalized ?? text)[token.Offset] : token.Value;
            if (isUnknown && isAfterUnknown)
            {
                pieces[^1] += piece;
            }
            else
            {
                pieces.Add(piece);
            }

            isAfterUnknown = isUnknown;
        }

        return pieces;
    }
}
