using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Normalizers;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.SentencePieces;

/// <summary>
/// SentencePiece's normalizer: the longest entry of the character map that the rest of the text begins with is replaced, superfluous blanks go, the others become U+2581,
/// and one is put before the text (or behind it, where the model marks the ends of words).
/// </summary>
internal sealed class SentencePieceNormalizer(SentencePieceFile file, CharsMap? map, PieceTrie userSymbols) : Normalizer
{
    private const char Mark = '\u2581';
    private readonly string?[]? _ascii = AsciiOf(map);
    private readonly char _blank = file.EscapesBlanks ? Mark : ' ';

    public override void Apply(AlignedText text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text.Span.ToArray());
        var position = 0;
        text.BeginEdit();
        if (file.RemovesExtraBlanks)
        {
            DropLeadingBlanks(text, utf8, ref position);
        }

        if (text.Rest.Length > 0)
        {
            if (file.AddsDummyPrefix && !file.BlankIsSuffix)
            {
                text.InsertBefore([_blank]);
            }

            Write(text, utf8, position);
            if (file.RemovesExtraBlanks)
            {
                text.TrimEnd(_blank);
            }

            if (file.AddsDummyPrefix && file.BlankIsSuffix)
            {
                text.Insert([_blank]);
            }
        }

        text.EndEdit();
    }

    private void Write(AlignedText text, byte[] utf8, int position)
    {
        var afterBlank = file.RemovesExtraBlanks;
        while (text.Rest.Length > 0)
        {
            var (replacement, bytes, units) = Prefix(text.Rest, utf8.AsSpan(position));
            var part = replacement is null ? text.Rest[..units] : replacement;
            part = afterBlank ? part.TrimStart(' ') : part;
            if (part.Length > 0)
            {
                afterBlank = part[^1] == ' ' && file.RemovesExtraBlanks;
                var start = text.Length;
                text.Replace(units, part);
                text.ReplaceAll(' ', _blank, start, text.Length - start);
            }
            else
            {
                text.DropUnits(units);
            }

            position += bytes;
        }
    }

    private void DropLeadingBlanks(AlignedText text, byte[] utf8, ref int position)
    {
        while (text.Rest.Length > 0)
        {
            var (replacement, bytes, units) = Prefix(text.Rest, utf8.AsSpan(position));
            if (!(replacement is null ? text.Rest[..units] : replacement).SequenceEqual(" "))
            {
                break;
            }

            text.DropUnits(units);
            position += bytes;
        }
    }

    /// <summary>What the text begins with: its replacement (null: itself) and its length.</summary>
    private Part Prefix(ReadOnlySpan<char> text, ReadOnlySpan<byte> utf8)
    {
        if (userSymbols.Longest(text, out var symbol) >= 0)
        {
            return new Part(null, Encoding.UTF8.GetByteCount(text[..symbol]), symbol);
        }

        if (_ascii is not null && utf8[0] < 0x80 && (utf8.Length == 1 || utf8[1] < 0x80))
        {
            return new Part(_ascii[utf8[0]], 1, 1);
        }

        Rune.DecodeFromUtf16(text, out var rune, out var width);
        return map?.LongestMatch(utf8, out var length) is { } replacement
            ? new Part(replacement, length, Encoding.UTF8.GetCharCount(utf8[..length]))
            : new Part(null, rune.Utf8SequenceLength, width);
    }

    // What an ASCII character before another one becomes; null where the map has entries of two of them.
    private static string?[]? AsciiOf(CharsMap? map)
    {
        Span<byte> key = stackalloc byte[2];
        var replacements = new string?[128];
        for (var first = 0; first < 128; first++)
        {
            key[0] = (byte)first;
            replacements[first] = map?.LongestMatch(key[..1], out _);
            for (var second = 0; second < 128; second++)
            {
                key[1] = (byte)second;
                var length = 0;
                _ = map?.LongestMatch(key, out length);
                if (length > 1)
                {
                    return null;
                }
            }
        }

        return replacements;
    }

    private readonly record struct Part(string? Replacement, int Bytes, int Units);
}
