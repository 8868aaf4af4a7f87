using System.Globalization;
using System.Text;

namespace Streaming.Topologies;

/// <summary>A part of a recipe's input.</summary>
/// <param name="Path">A file or folder.</param>
/// <param name="Weight">Which share of its samples is taken.</param>
/// <param name="Where">Where the recipe names it.</param>
internal sealed record DatasetPath(string Path, double Weight, Place Where)
{
    /// <summary>Reads <c>0.3 a.jsonl 0.7 'b c.jsonl'</c>: paths, each with a weight before it or not.</summary>
    public static IReadOnlyList<DatasetPath> Parse(string text, Place where)
    {
        var paths = new List<DatasetPath>();
        double? weight = null;
        foreach (var word in Words(text))
        {
            if (weight is null && double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                weight = number;
            }
            else
            {
                paths.Add(new(word, weight ?? 1, where));
                weight = null;
            }
        }

        return paths;
    }

    // As a shell cuts a line: by blanks outside of quotes.
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        char? quote = null;
        var isWord = false;
        foreach (var c in text)
        {
            if (quote is null && c is '"' or '\'' && quote is null)
            {
                (quote, isWord) = (c, true);
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (isWord)
                {
                    yield return word.ToString();
                }

                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
        {
            yield return word.ToString();
        }
    }
}
