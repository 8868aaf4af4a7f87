namespace Streaming.Tokenizers.SentencePieces;

internal static class SentencePieceReader
{
    public static ITracingTokenizer Read(byte[] file) => throw new InvalidDataException($"SentencePiece models are not read yet ({file.Length} bytes).");
}
