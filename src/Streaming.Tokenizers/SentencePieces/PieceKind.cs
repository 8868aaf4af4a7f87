namespace Streaming.Tokenizers.SentencePieces;

/// <summary>SentencePiece's types of pieces, by their numbers in the file.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
