using Streaming.Cli.Analysis.Diversity;

namespace Streaming.Cli.Analysis.Page.Charts;

/// <summary>Verbs in an inner ring, their nouns in an outer one.</summary>
internal static class ActionSunburst
{
    private const int Size = 460;
    private const double Middle = Size / 2.0;
    private const double Inner = 60;
    private const double Border = 140;
    private const double Outer = 226;
    private const double LeastAngle = 0.09;
    private const int Colours = 8;

    public static void Draw(HtmlPage page, IReadOnlyList<ActionVerb> verbs)
    {
        var all = (double)verbs.Sum(v => v.Count);
        page.Add($"<svg class=\"map\" viewBox=\"0 0 {Size} {Size}\" role=\"img\" aria-label=\"Verbs in the inner ring, their objects in the outer one; the table has the same figures\">");
        var at = -Math.PI / 2;
        for (var i = 0; i < verbs.Count; i++)
        {
            var to = at + (2 * Math.PI * verbs[i].Count / all);
            Arc(page, Inner, Border, at, to, i % Colours, false, verbs[i].Verb, $"{verbs[i].Verb}: {Figures.Count(verbs[i].Count)}");
            var from = at;
            foreach (var (noun, count) in verbs[i].Nouns)
            {
                var next = from + ((to - at) * count / verbs[i].Count);
                Arc(page, Border, Outer, from, next, i % Colours, true, noun, $"{verbs[i].Verb} {noun}: {Figures.Count(count)}");
                from = next;
            }

            at = to;
        }

        page.Add($"</svg>\n");
    }

    private static void Arc(HtmlPage page, double inner, double outer, double from, double to, int colour, bool isThin, string word, string title)
    {
        // A whole circle begins where it ends, and would be nothing.
        to = Math.Min(to, from + (2 * Math.PI) - 0.0001);
        var isLarge = to - from > Math.PI ? 1 : 0;
        page.Add($"<path class=\"arc g{colour}{(isThin ? " thin" : "")}\" d=\"M{X(inner, from)} {Y(inner, from)}L{X(outer, from)} {Y(outer, from)}A{outer} {outer} 0 {isLarge} 1 {X(outer, to)} {Y(outer, to)}");
        page.Add($"L{X(inner, to)} {Y(inner, to)}A{inner} {inner} 0 {isLarge} 0 {X(inner, from)} {Y(inner, from)}Z\"><title>{title}</title></path>");
        if (to - from >= LeastAngle)
        {
            var middle = (from + to) / 2;
            var isLeft = Math.Cos(middle) < 0;
            var degrees = (middle * 180 / Math.PI) + (isLeft ? 180 : 0);
            var shown = word.Length > 11 ? word[..10] + "…" : word;
            page.Add($"<text class=\"in\" text-anchor=\"middle\" dominant-baseline=\"central\" transform=\"translate({X((inner + outer) / 2, middle)} {Y((inner + outer) / 2, middle)}) rotate({degrees})\">{shown}</text>");
        }
    }

    private static double X(double radius, double angle) => Middle + (radius * Math.Cos(angle));

    private static double Y(double radius, double angle) => Middle + (radius * Math.Sin(angle));
}
