using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Writes each UTF-8 byte as a visible character; needed only where other pre-tokenizers follow, else the model takes the bytes themselves.</summary>
internal sealed class ByteMapPreTokenizer : PreTokenizer
{
    public override void Apply(AlignedText text, PieceList pieces)
    {
        pieces.BeginEdit();
        text.BeginEdit();
        var read = 0;
        foreach (var piece in pieces.Old)
        {
            text.DropUnits(piece.Start - read);
            read = piece.End;
            var start = text.Length;
            if (piece.IsAdded)
            {
                text.Keep(piece.Length);
            }
            else
            {
                Map(text, piece.Length);
            }

            pieces.Add(piece with { Start = start, Length = text.Length - start });
        }

        text.EndEdit();
    }

    private static void Map(AlignedText text, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.Rest[..length].EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(bytes);
            for (var index = 0; index < count; index++)
            {
                text.Put(new Rune(ByteAlphabet.CharOf(bytes[index])), index == 0 ? 0 : 1);
            }

            // Without tracing, Put does not read on.
            text.DropUnits(text.Traced ? 0 : rune.Utf16SequenceLength);
        }
    }
}
