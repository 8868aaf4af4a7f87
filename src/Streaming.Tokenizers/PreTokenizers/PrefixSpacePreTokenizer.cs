using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Puts a blank before a piece that has none (<c>add_prefix_space</c>).</summary>
internal sealed class PrefixSpacePreTokenizer : PreTokenizer
{
    public override void Apply(AlignedText text, PieceList pieces) => Prefix(text, pieces, " ", static (span, _) => span[0] != ' ');

    /// <summary>Rewrites the pieces, with <paramref name="prefix"/> before those that need it.</summary>
    public static void Prefix(AlignedText text, PieceList pieces, string prefix, Func<ReadOnlySpan<char>, Piece, bool> isNeeded)
    {
        pieces.BeginEdit();
        text.BeginEdit();
        var read = 0;
        foreach (var piece in pieces.Old)
        {
            text.DropUnits(piece.Start - read);
            var start = text.Length;
            if (!piece.IsAdded && isNeeded(text.Rest[..piece.Length], piece))
            {
                text.InsertBefore(prefix);
            }

            text.Keep(piece.Length);
            read = piece.End;
            pieces.Add(piece with { Start = start, Length = text.Length - start });
        }

        text.EndEdit();
    }
}
