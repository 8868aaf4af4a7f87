namespace Streaming.Tokenizers.SentencePieces;

/// <summary>A piece of a SentencePiece vocabulary; its id is its place.</summary>
/// <param name="Text">The piece, blanks written as U+2581.</param>
/// <param name="Score">Its score, the higher the better.</param>
/// <param name="Kind">Its type.</param>
internal sealed record VocabularyPiece(string Text, float Score, PieceKind Kind);
