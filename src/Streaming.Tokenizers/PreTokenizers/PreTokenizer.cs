using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Splits the pieces of a text into smaller ones and may change the text in them. Added tokens stay whole.</summary>
internal abstract class PreTokenizer
{
    public abstract void Apply(AlignedText text, PieceList pieces);
}
