using System.Runtime.CompilerServices;

namespace Streaming.Operators.Text;

/// <summary>Texts as Python sees them: sequences of code points, a lone surrogate being one.</summary>
internal static class CodePoints
{
    /// <summary>The code point that starts at a place, and how many UTF-16 units it takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<char> text, int index, out int units)
    {
        int c = text[index];
        if ((c & 0xFC00) == 0xD800 && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            units = 2;
            return char.ConvertToUtf32((char)c, text[index + 1]);
        }

        units = 1;
        return c;
    }

    /// <summary>The code point that ends before a place, and how many UTF-16 units it takes.</summary>
    public static int Before(ReadOnlySpan<char> text, int index, out int units)
    {
        int c = text[index - 1];
        if ((c & 0xFC00) == 0xDC00 && index >= 2 && char.IsHighSurrogate(text[index - 2]))
        {
            units = 2;
            return char.ConvertToUtf32(text[index - 2], (char)c);
        }

        units = 1;
        return c;
    }

    /// <summary>Python's <c>len</c>.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var pairs = 0;
        var at = text.IndexOfAnyInRange('\uD800', '\uDBFF');
        for (var i = at; i >= 0 && i < text.Length - 1; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>Orders two texts by their code points, as Python does: below zero, zero or above.</summary>
    public static int Compare(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        var same = first.CommonPrefixLength(second);
        if (same == first.Length || same == second.Length)
        {
            return first.Length - second.Length;
        }

        // Surrogates of pairs stand for code points beyond all of the basic plane.
        var (a, b) = (first[same], second[same]);
        var isPair = (IsHalfOfPair(first, same), IsHalfOfPair(second, same));
        return isPair switch
        {
            (true, false) => 1,
            (false, true) => -1,
            _ => a - b,
        };
    }

    private static bool IsHalfOfPair(ReadOnlySpan<char> text, int at) =>
        (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));

    /// <summary>Writes the code points and returns how many there are; <paramref name="into"/> must hold <c>text.Length</c>.</summary>
    public static int Decode(ReadOnlySpan<char> text, Span<int> into)
    {
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            into[count++] = At(text, i, out var units);
            i += units;
        }

        return count;
    }
}
