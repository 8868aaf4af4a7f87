using System.Text;

namespace Streaming.Benchmarks.Loop;

/// <summary>Draws the loss on what is held out against tokens: a panel for each scene, the first seed's curves.</summary>
internal static class LoopPlot
{
    private const int Width = 380;
    private const int Height = 300;
    private const int Left = 44;
    private const int Top = 34;
    private const int Foot = 145;

    private static readonly string[] Colours = ["#444444", "#1f77b4", "#9467bd", "#d62728", "#2ca02c", "#8c564b", "#ff7f0e"];

    /// <summary>The drawing, as SVG.</summary>
    public static string Draw(IReadOnlyList<(string Name, IReadOnlyList<LoopOutcome> Outcomes)> scenes)
    {
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{(Width + Left) * scenes.Count}\" height=\"{Top + Height + Foot}\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        foreach (var (i, (name, outcomes)) in scenes.Index())
        {
            Panel(svg, i * (Width + Left), name, [.. outcomes.Where(o => o.Seed == outcomes[0].Seed)]);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int x, string name, IReadOnlyList<LoopOutcome> arms)
    {
        var points = arms.SelectMany(a => a.Curve.Points).ToList();
        var most = arms[0].Budget * 1.5;
        var (low, high) = (points.Min(p => p.Loss), points.Where(p => p.Tokens > arms[0].Budget / 10).Max(p => p.Loss));
        string At((double Tokens, double Loss) p) => $"{x + Left + (p.Tokens / most * (Width - 20)):F1},{Top + (Math.Min(1, (high - p.Loss) / (high - low)) * Height):F1}";
        svg.Append($"<text x=\"{x + Left}\" y=\"16\" font-size=\"12\">{name}</text>\n<rect x=\"{x + Left}\" y=\"{Top}\" width=\"{Width - 20}\" height=\"{Height}\" fill=\"none\" stroke=\"#999999\"/>\n");
        svg.Append($"<text x=\"{x + 4}\" y=\"{Top + 10}\">{high:F2}</text><text x=\"{x + 4}\" y=\"{Top + Height}\">{low:F2}</text><text x=\"{x + Left + Width - 140}\" y=\"{Top + Height + 14}\">{most / 1000:F0}k tokens</text>\n");
        svg.Append($"<path d=\"M{At((0, arms[0].Goal))} L{At((most, arms[0].Goal))}\" stroke=\"#bbbbbb\" stroke-dasharray=\"4 3\" fill=\"none\"/>\n");
        foreach (var (i, arm) in arms.Index())
        {
            var colour = Colours[i % Colours.Length];
            var line = string.Join(" L", arm.Curve.Points.Where(p => p.Loss <= high).Select(p => At((p.Tokens, p.Loss))));
            svg.Append($"<path d=\"M{line}\" stroke=\"{colour}\" stroke-width=\"1.4\" fill=\"none\"/>\n");
            svg.Append($"<text x=\"{x + Left}\" y=\"{Top + Height + 32 + (i * 15)}\" fill=\"{colour}\">{arm.Arm}</text>\n");
        }
    }
}
