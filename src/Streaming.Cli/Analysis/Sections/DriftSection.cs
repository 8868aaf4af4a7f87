using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Drift;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;
using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>What has changed since another table or run.</summary>
/// <param name="before">The other one's title.</param>
/// <param name="samples">How many samples it has.</param>
/// <param name="columns">The columns, those that differ most first.</param>
internal sealed class DriftSection(string before, long samples, IReadOnlyList<ColumnDrift> columns) : ReportSection("drift", "Drift")
{
    private const int Bins = 40;
    private const int MostCharts = 12;

    public override JsonNode Json() => new JsonObject
    {
        ["against"] = before,
        ["samples"] = samples,
        ["columns"] = Array(columns.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["verdict"] = c.Verdict,
            ["psi"] = Finite(c.Stability),
            ["ks"] = Finite(c.Distance),
            ["p"] = Finite(c.Chance),
            ["mean_before"] = Mean(c.Before),
            ["mean"] = Mean(c.After),
        })),
    };

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">Against {before} ({Figures.Count(samples)} samples). PSI: population stability index over its deciles, Σ (a − e) ln(a / e), stable below 0.1, another population above 0.25 (Siddiqi 2006). ");
        page.Add($"KS: the Kolmogorov–Smirnov distance of the distribution functions, with the chance of it by luck (Stephens 1970); of many samples even a small one is no luck.</p>\n");
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>column</th><th>verdict</th><th class=\"n\">PSI</th><th class=\"n\">KS</th><th class=\"n\">p</th><th class=\"n\">mean before</th><th class=\"n\">mean now</th></tr></thead><tbody>\n");
        foreach (var c in columns)
        {
            page.Add($"<tr><td class=\"w\">{c.Name}</td><td>{c.Verdict}</td><td class=\"n\">{Text(c.Stability)}</td><td class=\"n\">{Text(c.Distance)}</td><td class=\"n\">{Text(c.Chance)}</td>");
            page.Add($"<td class=\"n\">{(Mean(c.Before) is null ? "" : Figures.Number(c.Before!.Figures.Mean))}</td><td class=\"n\">{(Mean(c.After) is null ? "" : Figures.Number(c.After!.Figures.Mean))}</td></tr>\n");
        }

        page.Add($"</tbody></table></div>\n<p class=\"soft small\">Bars: now. Line: before.</p><div class=\"cards\">\n");
        foreach (var c in columns.Where(c => double.IsFinite(c.Distance)).Take(MostCharts))
        {
            DrawPair(page, c.Name, c.Before!.Figures, c.After!.Figures);
        }

        page.Add($"</div>\n");
    }

    /// <summary>For a terminal: the columns that are not stable.</summary>
    public IEnumerable<string> Lines() => columns.Where(c => c.Verdict != "stable").Select(c => $"drift: {c.Name} {c.Verdict}{(double.IsNaN(c.Stability) ? "" : $", PSI {Text(c.Stability)}")}{(double.IsNaN(c.Distance) ? "" : $", KS {Text(c.Distance)}")}");

    private static void DrawPair(HtmlPage page, string name, Distribution before, Distribution after)
    {
        var whole = new Distribution();
        foreach (var figure in before.Sorted.Concat(after.Sorted).Where(double.IsFinite))
        {
            whole.Add(figure);
        }

        var bins = whole.Histogram(Bins);
        if (bins.Count == 0)
        {
            return;
        }

        double[] borders = [.. bins.Select(b => b.From), bins[^1].To];
        page.Add($"<figure class=\"card\"><h3>{name}</h3>");
        HistogramChart.Draw(page, $"{name}: now as bars, before as a line", after.CountIn(borders), before.CountIn(borders));
        page.Add($"</figure>\n");
    }

    private static JsonNode? Mean(ColumnProfile? column) => column is null || column.Figures.Count == 0 ? null : Finite(column.Figures.Mean);

    private static string Text(double number) => double.IsNaN(number) ? "" : number < 0.0001 && number > 0 ? "< 0.0001" : Figures.Number(Math.Round(number, 4));
}
