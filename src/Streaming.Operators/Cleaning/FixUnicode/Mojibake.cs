using System.Numerics;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Undoes mojibake: text in UTF-8 that was read in an encoding of one byte per character, once or several times over.</summary>
internal static class Mojibake
{
    private static readonly SingleByteEncoding Windows1252 = SingleByteEncodings.Windows1252;

    /// <summary>The text as it was meant; the same string where nothing looks wrong.</summary>
    public static string Undo(string text)
    {
        // Each step but the last shortens the text or takes controls out of it, so this ends.
        for (var next = Step(text); !ReferenceEquals(next, text) && next != text; next = Step(text))
        {
            text = next;
        }

        return text;
    }

    /// <summary>C1 controls read as Windows-1252.</summary>
    public static string ReadControls(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') < 0
            ? text
            : string.Create(text.Length, text, static (read, source) =>
            {
                for (var i = 0; i < read.Length; i++)
                {
                    read[i] = source[i] is >= '\u0080' and <= '\u009F' ? Windows1252.UpperHalf[source[i] - 0x80] : source[i];
                }
            });

    private static string Step(string text)
    {
        if (!MojibakeSigns.In(text))
        {
            return text;
        }

        var encodings = CharRolesTable.EncodingsOf(text);
        for (var left = (uint)encodings; left != 0; left &= left - 1)
        {
            if (DecodeThrough(SingleByteEncodings.All[BitOperations.TrailingZeroCount(left)], text) is { } decoded)
            {
                return decoded;
            }
        }

        // What cannot be UTF-8 as a whole may be so in parts, or be Windows-1252 that was taken for Latin-1.
        var mended = EmbeddedMojibake.Undo(text);
        return mended != text ? mended : ReadControls(text);
    }

    private static string? DecodeThrough(SingleByteEncoding encoding, string text)
    {
        var bytes = encoding.Encode(text);

        // In MacRoman the bytes of an en dash and a space would be taken for half a sequence.
        if (encoding != SingleByteEncodings.MacRoman)
        {
            bytes = AlteredUtf8.Restore(bytes);
        }

        if (encoding.IsSloppy)
        {
            bytes = LossyUtf8.Replace(bytes);
        }

        return Utf8Variants.Decode(bytes);
    }
}
