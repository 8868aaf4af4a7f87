using System.Text;
using Streaming.Runtime;

namespace Streaming.Cli;

/// <summary>Draws a plan as a Mermaid flowchart.</summary>
internal sealed class MermaidChart
{
    private readonly StringBuilder _text = new("flowchart LR\n");
    private int _nodes;

    public static string Of(PlanOutline plan)
    {
        var chart = new MermaidChart();
        chart.Chain(plan.Parts, []);
        return chart._text.ToString();
    }

    // Walks a line from left to right; what it ends in is joined to what follows.
    private List<string> Chain(IReadOnlyList<PlanOutline> parts, List<string> open)
    {
        var sources = new List<string>();
        foreach (var part in parts)
        {
            switch (part.Kind)
            {
                case "source":
                    sources.AddRange(Chain(part.Parts, [Node(part, [], "([", "])")]));
                    break;
                case "sink":
                    Node(part, [.. open, .. sources], "[(", ")]");
                    break;
                case "route" or "tee":
                    open = Fork(part, [.. open, .. sources]);
                    sources = [];
                    break;
                default:
                    open = [Node(part, [.. open, .. sources], "[", "]")];
                    sources = [];
                    break;
            }
        }

        return [.. open, .. sources];
    }

    private List<string> Fork(PlanOutline fork, List<string> from)
    {
        var node = Node(fork, from, "{", "}");
        var ends = new List<string>();
        foreach (var branch in fork.Parts)
        {
            var start = Node(branch, [node], "[/", "/]");
            var end = Chain(branch.Parts, [start]);
            if (branch.Parts is not [.., { Kind: "sink" }])
            {
                ends.AddRange(end);
            }
        }

        if (fork.Kind == "tee")
        {
            ends.Add(node);
        }

        return ends;
    }

    private string Node(PlanOutline part, List<string> from, string open, string close)
    {
        var id = $"n{_nodes++}";
        var threads = part.Details.FirstOrDefault(d => d.Key is "threads" or "kind" or "when");
        var label = threads.Value is null ? part.Name : $"{part.Name}<br/>{(threads.Key == "threads" ? $"{part.Kind}, {threads.Value} threads" : threads.Value)}";
        _text.Append("  ").Append(id).Append(open).Append('"').Append(label.Replace("\"", "#quot;", StringComparison.Ordinal)).Append('"').Append(close).Append('\n');
        foreach (var previous in from)
        {
            _text.Append("  ").Append(previous).Append(" --> ").Append(id).Append('\n');
        }

        return id;
    }
}
