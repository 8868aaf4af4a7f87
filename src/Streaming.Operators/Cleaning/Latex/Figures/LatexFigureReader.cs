namespace Streaming.Operators.Cleaning.Latex.Figures;

/// <summary>Reads the figures with images of a LaTeX document.</summary>
internal static class LatexFigureReader
{
    private static readonly HashSet<string> Figures = ["figure", "figure*", "wrapfigure"];
    private static readonly HashSet<string> Parts = ["subfigure"];
    private static readonly HashSet<string> Minipages = ["minipage"];

    /// <summary>The figures in order; of those with parts the parts, environments first, then commands with a caption, then commands without.</summary>
    public static IReadOnlyList<LatexFigure> Read(string document) => [.. LatexEnvironments.In(document, Figures).SelectMany(found => ReadFigure(document[found.Whole]))];

    private static List<LatexFigure> ReadFigure(string text)
    {
        var parts = PartsOf(new(text));
        return parts.Count > 0 ? ReadParts(text, parts) : ReadWhole(text);
    }

    private static List<LatexFigure> ReadParts(string text, List<(Range Place, string? Caption, string Content)> parts)
    {
        var outside = text;
        foreach (var (place, _, _) in parts.OrderByDescending(p => p.Place.Start.Value))
        {
            var (start, length) = place.GetOffsetAndLength(text.Length);
            start = Math.Min(start, outside.Length);
            outside = outside.Remove(start, Math.Min(length, outside.Length - start));
        }

        var rest = new LatexFragment(outside);
        var whole = new LatexFigure(rest.Caption, rest.Label, []);
        return [.. parts.Select(part => ReadPart(part.Caption, part.Content, whole)).Where(part => part.Images.Count > 0)];
    }

    private static LatexFigure ReadPart(string? caption, string content, LatexFigure? whole)
    {
        var fragment = new LatexFragment(content);
        return new(caption ?? fragment.Caption, fragment.Label, fragment.Images, whole);
    }

    // Several minipages are a figure each, but those with tables.
    private static List<LatexFigure> ReadWhole(string text)
    {
        var pages = LatexEnvironments.In(text, Minipages).Select(found => text[found.Body]).ToList();
        var figures = pages.Count >= 2 ? pages.Where(page => !new LatexFragment(page).IsTable) : [text];
        return [.. figures.Select(figure => ReadPart(null, figure, null)).Where(figure => figure.Images.Count > 0)];
    }

    private static List<(Range Place, string? Caption, string Content)> PartsOf(LatexFragment figure)
    {
        var environments = LatexEnvironments.In(figure.Text, Parts).Select(found => (found.Whole, (string?)null, figure.Text[found.Whole]));
        return [.. environments, .. Commands(figure, withCaption: true), .. Commands(figure, withCaption: false)];
    }

    // \subfigure[caption]{content} and \subfloat[caption]{content}, or without a caption.
    private static IEnumerable<(Range Place, string? Caption, string Content)> Commands(LatexFragment figure, bool withCaption)
    {
        var text = figure.Text;
        for (var at = text.IndexOf(@"\subf", StringComparison.Ordinal); at >= 0; at = text.IndexOf(@"\subf", at, StringComparison.Ordinal))
        {
            var start = at++;
            var name = text.AsSpan(start).StartsWith(@"\subfigure") ? 10 : text.AsSpan(start).StartsWith(@"\subfloat") ? 9 : 0;
            var open = figure.SkipBrackets(start + name);
            var hasBrackets = start + name < text.Length && text[start + name] == '[';
            if (name == 0 || hasBrackets != withCaption || (hasBrackets && open == start + name))
            {
                continue;
            }

            var caption = withCaption ? Text.PythonText.Strip(text.AsSpan((start + name + 1)..(open - 1))).ToString() : "";
            while (open < text.Length && char.IsWhiteSpace(text[open]))
            {
                open++;
            }

            if (open < text.Length && text[open] == '{' && figure.ClosingOf(open) is var close and >= 0)
            {
                yield return (start..(close + 1), caption, text[(open + 1)..close]);
                at = close + 1;
            }
        }
    }
}
