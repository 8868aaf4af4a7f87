using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;
using Streaming.Cli.Analysis.Shares;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>How the samples divide into languages, sources, licences and sites.</summary>
internal sealed class SharesSection(ShareCounts shares) : ReportSection("shares", "Languages, sources, licences")
{
    private const int Shown = 12;
    private const int Told = 100;

    public override JsonNode Json() => Array(shares.All.Select(s => (JsonNode)new JsonObject
    {
        ["of"] = s.Key,
        ["total"] = s.Value.Total,
        ["missing"] = shares.Missing(s.Key),
        ["error"] = s.Value.Error,
        ["values"] = Array(s.Value.Top(Told).Select(v => (JsonNode)new JsonObject { ["value"] = v.Key, ["count"] = v.Value, ["share"] = v.Value / (double)s.Value.Total })),
    }));

    public override void Draw(HtmlPage page)
    {
        page.Add($"<div class=\"cards\">\n");
        foreach (var (name, counts) in shares.All)
        {
            var top = counts.Top(Shown);
            page.Add($"<div class=\"card\"><h3>{name}</h3><p class=\"soft small\">{(counts.Distinct is { } distinct ? Figures.Count(distinct) : $"more than {Figures.Count(counts.Counts.Count)}")} different{(shares.Missing(name) is > 0 and var missing ? $"; {Figures.Count(missing)} samples ({Figures.Share(missing, shares.Samples)}) do not say" : "")}");
            page.Add($"{(counts.Error > 0 ? $"; counts may be too low by {Figures.Count(counts.Error)}" : "")}</p><table><thead><tr><th>value</th><th class=\"n\">samples</th><th class=\"n\">share</th><th></th></tr></thead><tbody>\n");
            foreach (var (value, count) in top)
            {
                page.Add($"<tr><td class=\"w\"><bdi>{value}</bdi></td><td class=\"n\">{Figures.Count(count)}</td><td class=\"n\">{Figures.Share(count, counts.Total)}</td>");
                BarMark.Draw(page, count / (double)counts.Total);
                page.Add($"</tr>\n");
            }

            page.Add($"</tbody></table></div>\n");
        }

        page.Add($"</div>\n");
    }
}
