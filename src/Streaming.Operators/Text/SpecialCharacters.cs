namespace Streaming.Operators.Text;

/// <summary>
/// Data-Juicer's SPECIAL_CHARACTERS: ASCII punctuation, digits and white space, a fixed list of other symbols, and every emoji that is one code point.
/// </summary>
internal static class SpecialCharacters
{
    /// <summary>The set.</summary>
    public static CodePointSet Set { get; } = Load();

    /// <summary>Takes special characters off both ends.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> word)
    {
        var start = 0;
        while (start < word.Length && Set.Contains(CodePoints.At(word, start, out var units)))
        {
            start += units;
        }

        var end = word.Length;
        while (end > start && Set.Contains(CodePoints.Before(word, end, out var units)))
        {
            end -= units;
        }

        return word[start..end];
    }

    private static CodePointSet Load()
    {
        using var file = typeof(SpecialCharacters).Assembly.GetManifestResourceStream("special_characters.txt")!;
        using var reader = new StreamReader(file);
        return CodePointSet.Parse(reader.ReadToEnd());
    }
}
