using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Analysis.Page.Charts;

/// <summary>A histogram; with a second one as a line over it.</summary>
internal static class HistogramChart
{
    private const int Width = 360;
    private const int Height = 110;

    public static void Draw(HtmlPage page, string label, IReadOnlyList<HistogramBin> bins, IReadOnlyList<HistogramBin>? before = null)
    {
        var highest = Math.Max(bins.Max(b => b.Share), before?.Max(b => b.Share) ?? 0);
        if (highest <= 0)
        {
            return;
        }

        var step = (double)Width / bins.Count;
        page.Add($"<svg viewBox=\"0 0 {Width} {Height + 18}\" role=\"img\" aria-label=\"{label}\">");
        for (var i = 0; i < bins.Count; i++)
        {
            var height = Height * bins[i].Share / highest;
            page.Add($"<rect class=\"bar\" x=\"{i * step}\" y=\"{Height - height}\" width=\"{Math.Max(0.5, step - 1)}\" height=\"{height}\"><title>{Figures.Number(bins[i].From)} to {Figures.Number(bins[i].To)}: {Figures.Percent(bins[i].Share)}</title></rect>");
        }

        if (before is not null)
        {
            DrawLine(page, before, step, highest);
        }

        page.Add($"<line class=\"axis\" x1=\"0\" y1=\"{Height}\" x2=\"{Width}\" y2=\"{Height}\"/><text x=\"0\" y=\"{Height + 14}\">{Figures.Number(bins[0].From)}</text>");
        page.Add($"<text x=\"{Width / 2}\" y=\"{Height + 14}\" text-anchor=\"middle\">{Figures.Number(bins[bins.Count / 2].From)}</text><text x=\"{Width}\" y=\"{Height + 14}\" text-anchor=\"end\">{Figures.Number(bins[^1].To)}</text></svg>\n");
    }

    private static void DrawLine(HtmlPage page, IReadOnlyList<HistogramBin> bins, double step, double highest)
    {
        page.Add($"<path class=\"was\" d=\"M0 {Height}");
        for (var i = 0; i < bins.Count; i++)
        {
            var y = Height - (Height * bins[i].Share / highest);
            page.Add($"L{i * step} {y}L{(i + 1) * step} {y}");
        }

        page.Add($"L{Width} {Height}\"/>");
    }
}
