using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Splits after every <paramref name="length"/> code points.</summary>
internal sealed class FixedLengthPreTokenizer(int length) : PreTokenizer
{
    public override void Apply(AlignedText text, PieceList pieces)
    {
        pieces.BeginEdit();
        foreach (var piece in pieces.Old)
        {
            if (piece.IsAdded)
            {
                pieces.Add(piece);
                continue;
            }

            for (var start = piece.Start; start < piece.End;)
            {
                var end = start;
                for (var count = 0; count < length && end < piece.End; count++)
                {
                    end += char.IsHighSurrogate(text.Span[end]) ? 2 : 1;
                }

                pieces.Add(text, piece, start, end);
                start = end;
            }
        }
    }
}
