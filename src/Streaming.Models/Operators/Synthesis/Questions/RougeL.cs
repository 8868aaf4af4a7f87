namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>ROUGE-L (Lin, 2004): how much of two texts is one sequence of words, as the F1 of precision and recall by the longest common subsequence.</summary>
internal static class RougeL
{
    // Quadratic in the words: beyond so many of each text only its beginning counts.
    private const int MostWords = 2_000;

    /// <summary>0 to 1; 0 where one has no word.</summary>
    public static double Similarity(string first, string second)
    {
        var (one, other) = (Words(first), Words(second));
        if (one.Length == 0 || other.Length == 0)
        {
            return 0;
        }

        var common = (double)Common(one, other);
        return 2 * common / (one.Length + other.Length);
    }

    private static int Common(string[] one, string[] other)
    {
        var (above, row) = (new int[other.Length + 1], new int[other.Length + 1]);
        foreach (var word in one)
        {
            for (var j = 0; j < other.Length; j++)
            {
                row[j + 1] = word == other[j] ? above[j] + 1 : Math.Max(above[j + 1], row[j]);
            }

            (above, row) = (row, above);
        }

        return above[^1];
    }

    // Letters and figures in lower case; what stands between them separates. Scripts without spaces count by characters.
    private static string[] Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length && words.Count < MostWords; i++)
        {
            var isWide = i < text.Length && text[i] is >= '\u2E80' and <= '\uFAFF';
            if (i < text.Length && char.IsLetterOrDigit(text[i]) && !isWide)
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }

            if (isWide)
            {
                words.Add(text[i].ToString());
            }
        }

        return [.. words];
    }
}
