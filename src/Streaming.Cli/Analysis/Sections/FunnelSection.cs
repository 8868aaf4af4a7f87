using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;
using Streaming.Telemetry;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>What became of the samples at each operator, over all epochs of the table.</summary>
internal sealed class FunnelSection(IReadOnlyList<OperatorCounts> operators) : ReportSection("funnel", "Funnel")
{
    public override JsonNode Json() => Array(operators.Select(o => (JsonNode)new JsonObject
    {
        ["operator"] = o.Name,
        ["index"] = o.Index,
        ["in"] = o.In,
        ["out"] = o.Out,
        ["rejected"] = o.Rejected,
        ["dead_lettered"] = o.DeadLettered,
    }));

    public override void Draw(HtmlPage page)
    {
        var most = Math.Max(1, operators.Max(o => Math.Max(o.In, o.Out)));
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>operator</th><th class=\"n\">in</th><th class=\"n\">out</th><th></th><th class=\"n\">kept</th><th class=\"n\">rejected</th><th class=\"n\">dead letters</th></tr></thead><tbody>\n");
        foreach (var o in operators)
        {
            page.Add($"<tr><td class=\"w\">{o.Name}</td><td class=\"n\">{Figures.Count(o.In)}</td><td class=\"n\">{Figures.Count(o.Out)}</td>");
            BarMark.Draw(page, o.Out / (double)most);
            page.Add($"<td class=\"n\">{Figures.Share(o.Out, o.In)}</td><td class=\"n\">{Figures.Count(o.Rejected)}</td><td class=\"n\">{Figures.Count(o.DeadLettered)}</td></tr>\n");
        }

        page.Add($"</tbody></table></div>\n");
    }
}
