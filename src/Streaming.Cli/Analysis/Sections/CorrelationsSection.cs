using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Correlations;
using Streaming.Cli.Analysis.Page;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>Which columns go together.</summary>
internal sealed class CorrelationsSection(CorrelationMatrix matrix) : ReportSection("correlations", "Correlations")
{
    private const int Steps = 5;

    public override JsonNode Json() => new JsonObject
    {
        ["columns"] = Array(matrix.Names.Select(n => (JsonNode)n)),
        ["rows"] = matrix.Rows,
        ["pearson"] = Rows(matrix.Pearson),
        ["spearman"] = Rows(matrix.Spearman),
    };

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">Spearman’s ρ (of ranks) over {Figures.Count(matrix.Rows)} drawn samples; Pearson’s r (of values) is what the cell tells when pointed at, and in the JSON. Texts, lists and media go by their lengths.</p>\n");
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Correlations\"><table class=\"heat\"><thead><tr><td></td>");
        foreach (var name in matrix.Names)
        {
            page.Add($"<th scope=\"col\">{ShortName(name)}</th>");
        }

        page.Add($"</tr></thead><tbody>\n");
        for (var i = 0; i < matrix.Names.Count; i++)
        {
            page.Add($"<tr><th scope=\"row\">{ShortName(matrix.Names[i])}</th>");
            for (var j = 0; j < matrix.Names.Count; j++)
            {
                DrawCell(page, matrix.Spearman[i, j], matrix.Pearson[i, j]);
            }

            page.Add($"</tr>\n");
        }

        page.Add($"</tbody></table></div>\n");
    }

    private static void DrawCell(HtmlPage page, double spearman, double pearson)
    {
        if (double.IsNaN(spearman))
        {
            page.Add($"<td class=\"none\">–</td>");
            return;
        }

        var step = Math.Min(Steps - 1, (int)(Math.Abs(spearman) * Steps));
        page.Add($"<td class=\"{(spearman < 0 ? "m" : "p")}{step}\" title=\"Pearson {Figures.Number(Math.Round(pearson, 3))}\">{(Math.Round(spearman, 2) + 0.0).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}</td>");
    }

    private static string ShortName(string name) => name.StartsWith("__dj__stats__.", StringComparison.Ordinal) ? name["__dj__stats__.".Length..] : name;

    private static JsonArray Rows(double[,] values) =>
        Array(Enumerable.Range(0, values.GetLength(0)).Select(i => (JsonNode)Array(Enumerable.Range(0, values.GetLength(1)).Select(j => Finite(values[i, j])))));
}
