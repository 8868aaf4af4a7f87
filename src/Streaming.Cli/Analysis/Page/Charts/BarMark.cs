namespace Streaming.Cli.Analysis.Page.Charts;

/// <summary>A bar in a cell of a table; the figure beside it says the same to who does not see it.</summary>
internal static class BarMark
{
    private const int Width = 110;

    public static void Draw(HtmlPage page, double share) =>
        page.Add($"<td class=\"m\"><svg viewBox=\"0 0 {Width} 10\" aria-hidden=\"true\"><rect class=\"rest\" width=\"{Width}\" height=\"10\" rx=\"2\"/><rect class=\"bar\" width=\"{Width * Math.Clamp(share, 0, 1)}\" height=\"10\" rx=\"2\"/></svg></td>");
}
