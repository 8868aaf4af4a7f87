using Streaming.Cli.Analysis.Diversity;

namespace Streaming.Cli.Analysis.Page.Charts;

/// <summary>The samples of a map as dots, coloured by group.</summary>
internal static class MapChart
{
    private const int Size = 480;
    private const int Edge = 10;

    public static void Draw(HtmlPage page, ClusterMap map)
    {
        var (left, right) = (map.Points.Min(p => p.X), map.Points.Max(p => p.X));
        var (low, high) = (map.Points.Min(p => p.Y), map.Points.Max(p => p.Y));
        page.Add($"<svg class=\"map\" viewBox=\"0 0 {Size} {Size}\" role=\"img\" aria-label=\"{Figures.Count(map.Points.Count)} samples in the plane of their two principal components, coloured by group; the table describes the groups\">");
        page.Add($"<rect x=\"0.5\" y=\"0.5\" width=\"{Size - 1}\" height=\"{Size - 1}\" rx=\"8\" fill=\"none\" class=\"axis\"/>");
        foreach (var point in map.Points)
        {
            page.Add($"<circle class=\"dot g{point.Group}\" cx=\"{Place(point.X, left, right)}\" cy=\"{Size - Place(point.Y, low, high)}\" r=\"3.5\"><title>{point.Id}: {point.Excerpt}</title></circle>");
        }

        page.Add($"</svg>\n");
    }

    private static double Place(double value, double from, double to) => to > from ? Edge + ((Size - (2 * Edge)) * (value - from) / (to - from)) : Size / 2.0;
}
