using System.Text.RegularExpressions;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>Finds tables in texts as GitHub's Markdown has them: a row of names, a row of dashes, rows of cells between bars.</summary>
internal static partial class MarkdownTables
{
    /// <summary>The tables with their rows; the first row has the names.</summary>
    public static IReadOnlyList<IReadOnlyList<string[]>> Of(string text)
    {
        var tables = new List<IReadOnlyList<string[]>>();
        List<string[]>? open = null;
        string[]? before = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var cells = line.Contains('|') ? Cells(line.Trim()) : null;
            if (open is not null && cells is not null)
            {
                open.Add(cells);
            }
            else if (cells is not null && before?.Length == cells.Length && Array.TrueForAll(cells, cell => Dashes().IsMatch(cell)))
            {
                tables.Add(open = [before]);
            }
            else
            {
                open = null;
            }

            before = cells;
        }

        return tables;
    }

    private static string[] Cells(ReadOnlySpan<char> line)
    {
        var inner = line is ['|', ..] ? line[1..] : line;
        inner = inner is [.., not '\\', '|'] or ['|'] ? inner[..^1] : inner;
        var cells = new List<string>();
        var start = 0;
        for (var at = 0; at <= inner.Length; at++)
        {
            if (at == inner.Length || (inner[at] == '|' && (at == 0 || inner[at - 1] != '\\')))
            {
                cells.Add(inner[start..at].Trim().ToString().Replace("\\|", "|", StringComparison.Ordinal));
                start = at + 1;
            }
        }

        return [.. cells];
    }

    [GeneratedRegex("^:?-+:?$", RegexOptions.CultureInvariant)]
    private static partial Regex Dashes();
}
