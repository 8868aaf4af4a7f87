using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Diversity;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>The dataset as a map.</summary>
internal sealed class MapSection(ClusterMap map) : ReportSection("map", "Map")
{
    public override JsonNode Json() => new JsonObject
    {
        ["vectors"] = map.Kind,
        ["explained"] = map.Explained,
        ["groups"] = Array(map.Groups.Select(g => (JsonNode)new JsonObject { ["size"] = g.Size, ["words"] = Array(g.Words.Select(w => (JsonNode)w)), ["central"] = g.Central?.Id })),
        ["points"] = Array(map.Points.Select(p => (JsonNode)new JsonObject { ["id"] = p.Id, ["x"] = Math.Round(p.X, 5), ["y"] = Math.Round(p.Y, 5), ["group"] = p.Group })),
    };

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">{Figures.Count(map.Points.Count)} drawn samples by {map.Kind}: the plane of their two principal components, which holds {Figures.Percent(map.Explained)} of the variance, and groups by k-means on all of it. ");
        page.Add($"Neighbours here may be far apart in what the plane leaves out.</p><div class=\"pair\">\n");
        MapChart.Draw(page, map);
        page.Add($"<div class=\"scroll\"><table><thead><tr><th></th><th class=\"n\">share</th><th>has more of</th><th>nearest the centre</th></tr></thead><tbody>\n");
        for (var i = 0; i < map.Groups.Count; i++)
        {
            var group = map.Groups[i];
            page.Add($"<tr><td class=\"k\"><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><circle class=\"g{i}\" cx=\"6\" cy=\"6\" r=\"5\"/></svg></td><td class=\"n\">{Figures.Share(group.Size, map.Points.Count)}</td>");
            page.Add($"<td class=\"w\">{string.Join(", ", group.Words)}</td><td class=\"w s\">{group.Central?.Excerpt}</td></tr>\n");
        }

        page.Add($"</tbody></table></div></div>\n");
    }
}
