using Streaming.Tokenizers.Models;

namespace Streaming.Tokenizers.PostProcessors;

/// <summary>Moves offsets inwards over the blanks of byte-level tokens.</summary>
internal static class OffsetTrimming
{
    private static readonly char Blank = ByteAlphabet.CharOf((byte)' ');

    public static TokenEncoding Trimmed(TokenEncoding encoding, bool addPrefixSpace) => encoding.WithOffsets(part =>
        [.. part.Offsets.Select((offset, index) => Trimmed(offset, part.Tokens[index], index == 0, addPrefixSpace))]);

    private static TokenOffset Trimmed(TokenOffset offset, string token, bool isFirst, bool addPrefixSpace)
    {
        var leading = token.TakeWhile(IsBlank).Count();
        var trailing = token.Reverse().TakeWhile(IsBlank).Count();

        // A single blank at the beginning is the one that the pre-tokenizer put there.
        if (leading == 1 && addPrefixSpace && (isFirst || offset.Start == 0))
        {
            leading = 0;
        }

        var start = Math.Min(offset.Start + leading, offset.End);
        var end = trailing > 0 && offset.End >= trailing ? Math.Max(offset.End - trailing, start) : offset.End;
        return new TokenOffset(start, end);
    }

    private static bool IsBlank(char character) => character == Blank || char.IsWhiteSpace(character);
}
