namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Tells text that looks like mojibake from text that was meant: the heuristic of ftfy 6, in one pass over the characters instead of a regular expression.</summary>
internal static class MojibakeSigns
{
    private const Signs Accented = Signs.Lower | Signs.Upper;

    /// <summary>Whether some sequence of characters is unlikely to be meant.</summary>
    /// <param name="text">The text.</param>
    /// <param name="atLineStarts">Whether what tells at the start of the text also tells at the start of each line: for a first look at several lines at once.</param>
    public static bool In(ReadOnlySpan<char> text, bool atLineStarts = false)
    {
        var before = 0u;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80)
            {
                var skip = text[i..].IndexOfAnyExceptInRange('\0', '\x7F');
                if (skip < 0)
                {
                    return false;
                }

                i += skip;
                before = 0;
            }

            var here = SignsTable.Entry(text[i]);
            if (here != 0 && Tells(text, i, before, here, atLineStarts))
            {
                return true;
            }

            before = here;
        }

        return false;
    }

    private static bool Tells(ReadOnlySpan<char> text, int i, uint before, uint here, bool atLineStarts)
    {
        var signs = (Signs)here;
        return (signs & Signs.C1) != 0
            || ((before >> 16) & (uint)signs) != 0
            || (before != 0 && EndsThree(text, i, (Signs)before, signs))
            || ((signs & Signs.Telling) != 0 && TellingSequences.BeginAt(text, i, atLineStarts));
    }

    private static bool EndsThree(ReadOnlySpan<char> text, int i, Signs before, Signs signs)
    {
        if ((before & Accented) != 0 && (signs & (Signs.Opening | Signs.Closing)) != 0 && PythonClasses.StartsWithWord(text[(i + 1)..]))
        {
            return true;
        }

        return i > 1 && IsBad(text[i - 2], before, signs);
    }

    private static bool IsBad(char first, Signs second, Signs third)
    {
        var signs = SignsTable.Of(first);
        return ((third & Signs.Bad) != 0 && (second & (Signs.LowerForeign | Signs.UpperForeign)) != 0 && char.IsAsciiLetter(first))
            || ((third & Signs.Currency) != 0 && (second & Signs.Upper) != 0 && (PythonClasses.IsSpace(first) || char.IsAsciiLetterLower(first)))
            || ((third & Signs.Opening) != 0 && (second & Signs.Upper) != 0 && char.IsAsciiLetterLower(first))
            || ((third & Signs.Numeric) != 0 && (second & Signs.Opening) != 0 && (signs & (Accented | Signs.Box | Signs.Currency | Signs.Closing)) != 0)
            || ((third & Signs.Opening) != 0 && (second & Signs.Closing) != 0
                && (signs & (Accented | Signs.Currency | Signs.Numeric | Signs.Box | Signs.Law)) != 0);
    }
}
