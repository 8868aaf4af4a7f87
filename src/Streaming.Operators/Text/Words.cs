using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Text;

/// <summary>A word: a place in a text, and a hash of its characters.</summary>
internal readonly record struct Word(int Start, int Length, ulong Hash);

/// <summary>Words as Data-Juicer splits them: at blanks, line feeds and tabs only, stripped of special characters, empty ones dropped.</summary>
internal static class Words
{
    /// <summary>What separates words.</summary>
    public static SearchValues<char> Separators { get; } = SearchValues.Create(" \n\t");

    /// <summary>The number of words.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is ' ' or '\n' or '\t')
            {
                inside = false;
            }
            else if (!inside && !SpecialCharacters.Set.Contains(CodePoints.At(text, i, out var units)))
            {
                inside = true;
                count++;
                i += units - 1;
            }
            else if (!inside)
            {
                i += char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The words in order; the result is rented and must be returned by the caller.</summary>
    public static RentedList<Word> Split(ReadOnlySpan<char> text)
    {
        var words = new RentedList<Word>(256);
        var start = 0;
        while (start < text.Length)
        {
            var length = text[start..].IndexOfAny(Separators);
            length = length < 0 ? text.Length - start : length;
            Add(ref words, text, start, length);
            start += length + 1;
        }

        return words;
    }

    /// <summary>Adds the word at a place, stripped, unless nothing remains.</summary>
    public static void Add(ref RentedList<Word> words, ReadOnlySpan<char> text, int start, int length)
    {
        var raw = text.Slice(start, length);
        var word = SpecialCharacters.Strip(raw);
        if (!word.IsEmpty)
        {
            raw.Overlaps(word, out var offset);
            words.Add(new(start + offset, word.Length, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word))));
        }
    }
}
