using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Thresholds;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>Bounds that filters could have, and how many samples each would leave.</summary>
internal sealed class ThresholdsSection : ReportSection
{
    private readonly long _samples;
    private readonly List<(ColumnProfile Column, IReadOnlyList<ThresholdAdvice> Advice)> _columns;
    private readonly IReadOnlyList<(string Rule, double Kept)> _together;

    public ThresholdsSection(DatasetProfile profile)
        : base("thresholds", "Thresholds and what they would leave")
    {
        _samples = profile.Samples;
        _columns = [.. profile.Columns.Where(c => c.IsFigure && (c.Kind == "number" || c.Name == "text")).Select(c => (c, ThresholdAdvice.Of(c))).Where(c => c.Item2.Count > 0)];
        _together = ThresholdAdvice.Together(profile, _columns);
    }

    public bool IsEmpty => _columns.Count == 0;

    public override JsonNode Json() => new JsonObject
    {
        ["columns"] = Array(_columns.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Column.Name,
            ["rules"] = Array(c.Advice.Select(a => (JsonNode)new JsonObject
            {
                ["rule"] = a.Rule,
                ["low"] = a.Low,
                ["high"] = a.High,
                ["kept_share"] = a.Kept,
                ["kept"] = Left(c.Column, a),
                ["step"] = a.Step(c.Column),
            })),
        })),
        ["together"] = Array(_together.Select(t => (JsonNode)new JsonObject { ["rule"] = t.Rule, ["kept_share"] = t.Kept, ["kept"] = Volume(t.Kept) })),
    };

    public override void Draw(HtmlPage page)
    {
        page.Add($"<p class=\"soft\">3σ: the mean ± three standard deviations. 1–99 % and 5–95 %: quantiles. Tukey: one and a half times the distance of the quartiles beyond them. Bounds are cut to the values that occur.</p>\n");
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>column</th><th>rule</th><th class=\"n\">from</th><th class=\"n\">to</th><th class=\"n\">keeps</th><th class=\"n\">samples left</th><th>step</th></tr></thead><tbody>\n");
        foreach (var (column, advice) in _columns)
        {
            var isFirst = true;
            foreach (var a in advice)
            {
                page.Add($"<tr><td class=\"w\">{(isFirst ? column.Name : "")}</td><td class=\"n\">{a.Rule}</td><td class=\"n\">{Figures.Number(a.Low)}</td><td class=\"n\">{Figures.Number(a.High)}</td>");
                page.Add($"<td class=\"n\">{Figures.Percent(a.Kept)}</td><td class=\"n\">{Figures.Count(Left(column, a))}</td><td><code>{a.Step(column)}</code></td></tr>\n");
                isFirst = false;
            }
        }

        foreach (var (rule, kept) in _together)
        {
            page.Add($"<tr><td><b>all columns together</b></td><td class=\"n\">{rule}</td><td></td><td></td><td class=\"n\">{Figures.Percent(kept)}</td><td class=\"n\">{Figures.Count(Volume(kept))}</td><td></td></tr>\n");
        }

        page.Add($"</tbody></table></div>\n");
    }

    private static long Left(ColumnProfile column, ThresholdAdvice advice) => (long)Math.Round(advice.Kept * column.Figures.Count);

    private long Volume(double share) => (long)Math.Round(share * _samples);
}
