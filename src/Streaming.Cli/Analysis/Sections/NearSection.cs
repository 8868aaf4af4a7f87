using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Duplicates;
using Streaming.Cli.Analysis.Page;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>The groups of near-duplicates.</summary>
internal sealed class NearSection(NearGroups near) : ReportSection("near_duplicates", "Near-duplicates")
{
    private const int Shown = 15;
    private const int Told = 100;

    public override JsonNode Json() => new JsonObject
    {
        ["threshold"] = near.Threshold,
        ["compared"] = near.Compared,
        ["too_short"] = near.Short,
        ["indexed"] = near.Indexed,
        ["beyond_the_index"] = near.Beyond,
        ["groups"] = near.Count,
        ["redundant"] = near.Redundant,
        ["largest"] = Array(near.Largest(Told).Select(g => (JsonNode)new JsonObject
        {
            ["first"] = g.First,
            ["size"] = g.Size,
            ["members"] = Array(g.Members.Select(m => (JsonNode)new JsonObject { ["id"] = m.Id, ["excerpt"] = m.Excerpt })),
        })),
    };

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">MinHash over runs of five words, similarity from {Figures.Number(near.Threshold)}: {Figures.Count(near.Count)} groups; {Figures.Count(near.Redundant)} of {Figures.Count(near.Compared)} texts ({Figures.Share(near.Redundant, near.Compared)}) repeat another.");
        page.Add($"{(near.Short > 0 ? $" {Figures.Count(near.Short)} texts are too short to compare." : "")}{(near.Beyond > 0 ? $" The index holds the first {Figures.Count(near.Indexed)} texts; the {Figures.Count(near.Beyond)} after them were compared with those only." : "")}</p>\n");
        if (near.Count == 0)
        {
            return;
        }

        page.Add($"<div class=\"scroll\"><table><thead><tr><th class=\"n\">texts</th><th>the first</th><th>another</th></tr></thead><tbody>\n");
        foreach (var group in near.Largest(Shown))
        {
            page.Add($"<tr><td class=\"n\">{Figures.Count(group.Size)}</td><td class=\"w\">{group.First}</td><td class=\"w\">");
            if (group.Members is [var member, ..])
            {
                page.Add($"<span class=\"soft\">{member.Id}</span> <span class=\"s\">{member.Excerpt}</span>");
            }

            page.Add($"</td></tr>\n");
        }

        page.Add($"</tbody></table></div>\n");
    }
}
