using System.Text.RegularExpressions;
using Streaming.Operators.Text;

namespace Streaming.Operators.Splitting.Punkt;

/// <summary>Splits a piece of text into words for Punkt: punctuation stands alone, but periods stay with their words.</summary>
internal static partial class PunktWords
{
    /// <summary>The words in order.</summary>
    public static List<PunktToken> Split(string text)
    {
        var words = new List<PunktToken>();
        foreach (var line in text.Split('\n'))
        {
            if (PythonText.Strip(line).IsEmpty)
            {
                continue;
            }

            for (var match = Word().Match(line); match.Success; match = match.NextMatch())
            {
                words.Add(new(match.Value));
            }
        }

        return words;
    }

    // Dashes and ellipses; words up to white space, punctuation or a comma at their end; any other character alone. A comma that ends a word is one with nothing
    // of the word behind it.
    [GeneratedRegex(@"
        -{2,} | \.{2,} | (?:\.[\s\x1C-\x1F]){2,}\.
        | (?=[^(""`{\[:;&\#*@)}\]\-,]) [^\s\x1C-\x1F]+?
          (?= [\s\x1C-\x1F] | $ | [?!)"";}\]*:@'({\[‘’“”«»] | -{2,} | \.{2,} | (?:\.[\s\x1C-\x1F]){2,}\.
            | ,(?= $ | [\s\x1C-\x1F] | [?!)"";}\]*:@'({\[‘’“”«»] | -{2,} | \.{2,} | (?:\.[\s\x1C-\x1F]){2,}\. ) )
        | [^\s\x1C-\x1F]", RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
