namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Halves of UTF-16 pairs that stand alone.</summary>
internal static class Surrogates
{
    /// <summary>The text with U+FFFD for each lone half; the same string where there are none.</summary>
    public static string Replace(string text)
    {
        if (FindLone(text, 0) < 0)
        {
            return text;
        }

        return string.Create(text.Length, text, static (replaced, source) =>
        {
            source.CopyTo(replaced);
            for (var i = FindLone(source, 0); i >= 0; i = FindLone(source, i + 1))
            {
                replaced[i] = '\uFFFD';
            }
        });
    }

    /// <summary>The place of the first lone half at or after <paramref name="from"/>, which is not inside a pair; -1 where there is none.</summary>
    public static int FindLone(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length)
        {
            var next = text[from..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            from += next;
            if (from + 1 == text.Length || !char.IsSurrogatePair(text[from], text[from + 1]))
            {
                return from;
            }

            from += 2;
        }

        return -1;
    }
}
