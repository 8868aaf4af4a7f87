using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Diversity;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Page.Charts;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>What instructions ask for: verbs and their objects.</summary>
internal sealed class ActionsSection(ActionCounts actions) : ReportSection("actions", "What is asked for")
{
    private const int Verbs = 20;
    private const int Nouns = 6;

    public override JsonNode Json() => new JsonObject
    {
        ["texts"] = actions.Texts,
        ["found"] = actions.Found,
        ["distinct_pairs"] = actions.Distinct,
        ["entropy_bits"] = actions.Entropy,
        ["error"] = actions.Error,
        ["verbs"] = Array(actions.Tree(Verbs, Nouns).Select(v => (JsonNode)new JsonObject
        {
            ["verb"] = v.Verb,
            ["count"] = v.Count,
            ["nouns"] = Array(v.Nouns.Select(n => (JsonNode)new JsonObject { ["noun"] = n.Key, ["count"] = n.Value })),
        })),
    };

    public override void Draw(HtmlPage page)
    {
        var tree = actions.Tree(Verbs, Nouns);
        page.Add($"<p class=\"soft\">{Figures.Share(actions.Found, actions.Texts)} of the texts begin by asking for something, in English: {(actions.Distinct is { } distinct ? Figures.Count(distinct) : "very many")} different pairs of a verb and a noun, ");
        page.Add($"with an entropy of {Figures.Number(Math.Round(actions.Entropy, 2))} bits, as many as {Figures.Count((long)Math.Round(Math.Pow(2, actions.Entropy)))} pairs of equal shares would have.</p><div class=\"pair\">\n");
        ActionSunburst.Draw(page, tree);
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>verb</th><th class=\"n\">texts</th><th>objects</th></tr></thead><tbody>\n");
        foreach (var verb in tree)
        {
            page.Add($"<tr><td>{verb.Verb}</td><td class=\"n\">{Figures.Count(verb.Count)}</td><td class=\"w\">{string.Join(", ", verb.Nouns.Select(n => $"{n.Key} {Figures.Count(n.Value)}"))}</td></tr>\n");
        }

        page.Add($"</tbody></table></div></div>\n");
    }
}
