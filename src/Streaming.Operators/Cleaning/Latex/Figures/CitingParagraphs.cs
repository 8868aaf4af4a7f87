using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning.Latex.Figures;

/// <summary>The paragraphs of a document's prose, and the labels that they refer to.</summary>
internal sealed class CitingParagraphs
{
    // What is no prose.
    private static readonly HashSet<string> Displays =
    [
        "figure", "figure*", "wrapfigure", "table", "table*", "tabular", "tabular*", "equation", "equation*", "align", "align*", "alignat", "alignat*", "gather", "gather*",
        "multline", "multline*", "flalign", "flalign*", "algorithm", "algorithm*", "lstlisting", "verbatim", "minted",
    ];

    private readonly List<(string Text, List<string> References)> _paragraphs = [];

    /// <summary>The paragraphs of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="separator">What stands between paragraphs.</param>
    /// <param name="commands">The commands that refer to labels, with their backslashes or without.</param>
    public CitingParagraphs(string document, string separator, IReadOnlyList<string> commands)
    {
        string[] starts = [.. commands.Select(c => $@"\{c.TrimStart('\\')}{{")];
        foreach (var part in Prose(document).Split(separator))
        {
            var paragraph = PythonText.Strip(part).ToString();
            if (paragraph.Length > 0)
            {
                _paragraphs.Add((paragraph, [.. starts.SelectMany(start => References(paragraph, start))]));
            }
        }
    }

    /// <summary>The paragraphs that refer to a label; none for an empty one.</summary>
    public IEnumerable<string> Of(string label) => label.Length == 0 ? [] : _paragraphs.Where(p => p.References.Exists(r => Names(r, label))).Select(p => p.Text);

    private static string Prose(string document)
    {
        var prose = new StringBuilder();
        var copied = 0;
        foreach (var (whole, _) in LatexEnvironments.In(document, Displays, skipArguments: false))
        {
            prose.Append(document, copied, whole.Start.Value - copied);
            copied = whole.End.Value;
        }

        return prose.Append(document, copied, document.Length - copied).ToString();
    }

    private static IEnumerable<string> References(string paragraph, string start)
    {
        for (var at = paragraph.IndexOf(start, StringComparison.Ordinal); at >= 0; at = paragraph.IndexOf(start, at, StringComparison.Ordinal))
        {
            at += start.Length;
            var end = paragraph.IndexOf('}', at);
            if (end < 0)
            {
                break;
            }

            yield return paragraph[at..end];
        }
    }

    // Whether the label is one of several between commas; before the first there is no white space.
    private static bool Names(string list, string label)
    {
        for (var at = list.IndexOf(label, StringComparison.Ordinal); at >= 0; at = list.IndexOf(label, at + 1, StringComparison.Ordinal))
        {
            var before = list.AsSpan(0, at).TrimEnd();
            var after = list.AsSpan(at + label.Length).TrimStart();
            if ((at == 0 || before is [.., ',']) && (after.IsEmpty || after[0] == ','))
            {
                return true;
            }
        }

        return false;
    }
}
