using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Splits at white space, which vanishes, and around punctuation marks.</summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    public override void Apply(AlignedText text, PieceList pieces)
    {
        pieces.BeginEdit();
        foreach (var piece in pieces.Old)
        {
            if (piece.IsAdded)
            {
                pieces.Add(piece);
            }
            else
            {
                Split(text, pieces, piece);
            }
        }
    }

    private static void Split(AlignedText text, PieceList pieces, Piece piece)
    {
        var span = text.Span;
        var start = piece.Start;
        for (var index = piece.Start; index < piece.End;)
        {
            var unit = span[index];
            if (char.IsAsciiLetterOrDigit(unit))
            {
                index++;
                continue;
            }

            Rune.DecodeFromUtf16(span[index..], out var rune, out var width);
            var isPunctuation = CharKinds.IsPunctuation(rune);
            if (isPunctuation || CharKinds.IsWhiteSpace(rune))
            {
                pieces.Add(text, piece, start, index);
                start = index + width;
            }

            if (isPunctuation)
            {
                pieces.Add(text, piece, index, start);
            }

            index += width;
        }

        pieces.Add(text, piece, start, piece.End);
    }
}
