using System.Net;
using System.Text;

namespace Streaming.Cli.Analysis;

/// <summary>Writes a profile as one HTML page that needs nothing else: charts are SVG in it, no script, no font, no address.</summary>
internal static class ProfilePage
{
    private const int Width = 420;
    private const int Height = 120;

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Dataset profile</title>
        <style>
        :root { color-scheme: light dark; --ink: #1c2733; --soft: #667788; --paper: #ffffff; --card: #f4f6f8; --bar: #3778bf; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #94a3b3; --paper: #14191f; --card: #1d242c; --bar: #6aa5e0; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1000px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
        .soft { color: var(--soft); } .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 1rem; }
        .card { background: var(--card); border-radius: 8px; padding: 1rem; } svg { width: 100%; height: auto; } rect { fill: var(--bar); }
        text { fill: var(--soft); font-size: 11px; } td { padding: 0 .8rem 0 0; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
        </style></head><body>

        """;

    public static string Of(DatasetProfile profile, string title)
    {
        var page = new StringBuilder(Head);
        page.Append("<h1>").Append(Text(title)).Append("</h1><p class=\"soft\">").Append(Figures.Count(profile.Samples)).Append(" samples");
        if (profile.Unreadable > 0)
        {
            page.Append(", ").Append(Figures.Count(profile.Unreadable)).Append(" more could not be read");
        }

        page.Append("</p>\n<div class=\"cards\">\n");
        foreach (var column in profile.Columns)
        {
            AppendCard(page, column);
        }

        return page.Append("</div></body></html>\n").ToString();
    }

    private static void AppendCard(StringBuilder page, ColumnProfile column)
    {
        page.Append("<div class=\"card\"><h2>").Append(Text(column.Name)).Append("</h2><div class=\"soft\">").Append(ProfileTable.Kind(column));
        page.Append(column.Missing > 0 ? $", {Figures.Share(column.Missing, column.Count)} missing" : "").Append(column.Words.Distinct is { } distinct ? $", {Figures.Count(distinct)} different" : "").Append("</div>\n");
        if (column.Figures.Histogram(40) is { Count: > 0 } bins)
        {
            AppendHistogram(page, bins);
            AppendFigures(page, column.Figures);
        }

        AppendWords(page, column);
        page.Append("</div>\n");
    }

    private static void AppendHistogram(StringBuilder page, IReadOnlyList<HistogramBin> bins)
    {
        var highest = bins.Max(b => b.Share);
        var step = (double)Width / bins.Count;
        page.Append(Inv($"<svg viewBox=\"0 0 {Width} {Height + 18}\" role=\"img\" aria-label=\"histogram\">"));
        for (var i = 0; i < bins.Count; i++)
        {
            var height = Height * bins[i].Share / highest;
            page.Append(Inv($"<rect x=\"{i * step:0.##}\" y=\"{Height - height:0.##}\" width=\"{step - 1:0.##}\" height=\"{height:0.##}\"><title>{Figures.Number(bins[i].From)} to {Figures.Number(bins[i].To)}: {Figures.Percent(bins[i].Share)}</title></rect>"));
        }

        page.Append(Inv($"<text x=\"0\" y=\"{Height + 14}\">{Figures.Number(bins[0].From)}</text><text x=\"{Width / 2}\" y=\"{Height + 14}\" text-anchor=\"middle\">{Figures.Number(bins[bins.Count / 2].From)}</text>"));
        page.Append(Inv($"<text x=\"{Width}\" y=\"{Height + 14}\" text-anchor=\"end\">{Figures.Number(bins[^1].To)}</text></svg>\n"));
    }

    private static void AppendFigures(StringBuilder page, Distribution figures) => page.Append(Inv(
        $"<div class=\"soft\">median {Figures.Number(figures.Quantile(0.5))}, mean {Figures.Number(figures.Mean)} ± {Figures.Number(figures.StandardDeviation)}, 90 % between {Figures.Number(figures.Quantile(0.05))} and {Figures.Number(figures.Quantile(0.95))}</div>\n"));

    private static void AppendWords(StringBuilder page, ColumnProfile column)
    {
        var top = column.Words.Top(8);
        if (top.Count == 0)
        {
            return;
        }

        var most = top[0].Value;
        page.Append("<table>");
        foreach (var (word, count) in top)
        {
            var width = 120.0 * count / most;
            page.Append("<tr><td>").Append(Text(word)).Append("</td><td class=\"n\">").Append(Figures.Count(count)).Append("</td><td class=\"n\">").Append(Figures.Share(count, column.Count));
            page.Append(Inv($"</td><td><svg style=\"width:120px;height:10px\" viewBox=\"0 0 120 10\"><rect width=\"{width:0.#}\" height=\"10\"/></svg></td></tr>"));
        }

        page.Append("</table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);
}
