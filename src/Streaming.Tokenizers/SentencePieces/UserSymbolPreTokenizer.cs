using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.PreTokenizers;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.SentencePieces;

/// <summary>Cuts user-defined symbols out, longest first at each place: BPE never merges them with anything.</summary>
internal sealed class UserSymbolPreTokenizer(PieceTrie symbols) : PreTokenizer
{
    public override void Apply(AlignedText text, PieceList pieces)
    {
        pieces.BeginEdit();
        foreach (var piece in pieces.Old)
        {
            var start = piece.Start;
            for (var index = piece.Start; index < piece.End;)
            {
                var id = symbols.Longest(text.Span[index..piece.End], out var length);
                if (length > 0)
                {
                    pieces.Add(text, piece, start, index);
                    pieces.Add(new Piece(index, length, AtStart: false, id));
                    start = index + length;
                }

                index += Math.Max(length, 1);
            }

            pieces.Add(text, piece, start, piece.End);
        }
    }
}
