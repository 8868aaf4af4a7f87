using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>The distribution of every column and stat, with a sample at each decile.</summary>
internal sealed class ColumnsSection(DatasetProfile profile) : ReportSection("columns", "Columns and stats")
{
    private const int MostCards = 200;
    private const int Bins = 40;
    private const int ShownValues = 8;
    private static readonly double[] _quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    public override JsonNode Json() => Array(profile.Columns.Select(c => (JsonNode)Json(c)));

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">Counts, means and bounds are exact; quantiles and bars are those of a uniform sample of 20,000 figures (within 1 % of rank).</p><div class=\"cards\">\n");
        foreach (var column in profile.Columns.Take(MostCards))
        {
            DrawCard(page, column);
        }

        page.Add($"</div>\n");
        if (profile.Columns.Count > MostCards)
        {
            page.Add($"<p>{Figures.Count(profile.Columns.Count - MostCards)} more columns are in the JSON.</p>\n");
        }
    }

    /// <summary>For people: <c>text (characters)</c>.</summary>
    public static string Kind(ColumnProfile column) => column.Unit.Length > 0 ? $"{column.Kind} ({column.Unit})" : column.Kind;

    private void DrawCard(HtmlPage page, ColumnProfile column)
    {
        page.Add($"<div class=\"card\"><h3>{column.Name}</h3><p class=\"soft small\">{Kind(column)}{(column.Missing > 0 ? $", {Figures.Share(column.Missing, column.Count)} missing" : "")}{(column.Words.Distinct is > 0 and { } distinct ? $", {Figures.Count(distinct)} different" : "")}</p>\n");
        var f = column.Figures;
        if (!column.IsCategory && f.Histogram(Bins) is { Count: > 0 } bins)
        {
            HistogramChart.Draw(page, $"Histogram of {column.Name}", bins);
            page.Add($"<p class=\"soft small\">median {Figures.Number(f.Quantile(0.5))}, mean {Figures.Number(f.Mean)} ± {Figures.Number(f.StandardDeviation)}, 90 % between {Figures.Number(f.Quantile(0.05))} and {Figures.Number(f.Quantile(0.95))}</p>\n");
        }

        DrawWords(page, column);
        DrawExamples(page, column);
        page.Add($"</div>\n");
    }

    private static void DrawWords(HtmlPage page, ColumnProfile column)
    {
        if (column.Words.Top(ShownValues) is not { Count: > 0 } top || top[0].Value == 1)
        {
            return;
        }

        page.Add($"<table><thead><tr><th>value</th><th class=\"n\">count</th><th class=\"n\">share</th><th></th></tr></thead><tbody>\n");
        foreach (var (word, count) in top)
        {
            page.Add($"<tr><td class=\"w\"><bdi>{word}</bdi></td><td class=\"n\">{Figures.Count(count)}</td><td class=\"n\">{Figures.Share(count, column.Count)}</td>");
            BarMark.Draw(page, count / (double)column.Count);
            page.Add($"</tr>\n");
        }

        page.Add($"</tbody></table>\n");
    }

    private void DrawExamples(HtmlPage page, ColumnProfile column)
    {
        if (DecileExample.Of(profile, column) is not { Count: > 0 } examples)
        {
            return;
        }

        page.Add($"<details><summary>A sample at each decile</summary>\n");
        foreach (var example in examples)
        {
            page.Add($"<p class=\"small\"><b>{Figures.Percent(example.Decile)}</b>: {Figures.Number(example.Value)} <span class=\"soft\">{example.Id}</span><br><span class=\"s\">{example.Excerpt}</span></p>\n");
        }

        page.Add($"</details>\n");
    }

    private JsonObject Json(ColumnProfile column)
    {
        var f = column.Figures;
        return new()
        {
            ["name"] = column.Name,
            ["kind"] = column.Kind,
            ["unit"] = column.Unit,
            ["count"] = column.Count,
            ["missing"] = column.Missing,
            ["min"] = Finite(f.Minimum),
            ["max"] = Finite(f.Maximum),
            ["mean"] = f.Count == 0 ? null : Finite(f.Mean),
            ["standard_deviation"] = f.Count == 0 ? null : Finite(f.StandardDeviation),
            ["quantiles"] = new JsonObject(_quantiles.Select(q => KeyValuePair.Create(FormattableString.Invariant($"{q}"), Finite(f.Quantile(q))))),
            ["histogram"] = Array(f.Histogram(Bins).Select(b => (JsonNode)new JsonObject { ["from"] = b.From, ["to"] = b.To, ["share"] = b.Share })),
            ["distinct"] = column.Words.Distinct,
            ["top"] = Array(column.Words.Top(10).Select(w => (JsonNode)new JsonObject { ["value"] = w.Key, ["count"] = w.Value })),
            ["deciles"] = Array(DecileExample.Of(profile, column).Select(e => (JsonNode)new JsonObject { ["decile"] = e.Decile, ["value"] = e.Value, ["id"] = e.Id, ["excerpt"] = e.Excerpt })),
        };
    }
}
