namespace Streaming.Cli.Analysis.Page;

/// <summary>Writes a report as one HTML page that needs nothing else: charts are SVG in it, no script, no font, no address.</summary>
internal static class ReportPage
{
    public static string Of(DatasetReport report)
    {
        var page = new HtmlPage();
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{PageStyle.Policy}\">\n");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><title>{report.Title} · Streaming</title>\n<style>").AddSheet(PageStyle.Sheet);
        page.Add($"</style></head><body>\n<header><h1>{report.Title}</h1>");
        DrawTiles(page, report);
        page.Add($"<nav aria-label=\"Sections\">");
        foreach (var section in report.Sections)
        {
            page.Add($"<a href=\"#{section.Key}\">{section.Title}</a>");
        }

        page.Add($"</nav></header>\n<main>\n");
        foreach (var section in report.Sections)
        {
            page.Add($"<section aria-labelledby=\"{section.Key}\"><h2 id=\"{section.Key}\">{section.Title}</h2>\n");
            section.Draw(page);
            page.Add($"</section>\n");
        }

        return page.Add($"</main></body></html>\n").ToString();
    }

    private static void DrawTiles(HtmlPage page, DatasetReport report)
    {
        var profile = report.Profile;
        page.Add($"<ul class=\"tiles\">");
        Tile(page, Figures.Count(profile.Samples), "samples");
        Tile(page, Figures.Count(profile.Columns.Count), "columns and stats");
        if (profile.Unreadable > 0)
        {
            Tile(page, Figures.Count(profile.Unreadable), "could not be read");
        }

        if (profile.Columns.FirstOrDefault(c => c is { Name: "text", Kind: "text" }) is { } text)
        {
            Tile(page, Figures.Number(text.Figures.Quantile(0.5)), "characters in the median text");
        }

        if (profile.Near is { Compared: > 0 } near)
        {
            Tile(page, Figures.Share(near.Redundant, near.Compared), "near-duplicates");
        }

        foreach (var (share, counts) in profile.Shares.All)
        {
            Tile(page, counts.Distinct is { } distinct ? Figures.Count(distinct) : $"> {Figures.Count(counts.Counts.Count)}", share switch { "licence" => "licences", "language" => "languages", "source" => "sources", "site" => "sites", _ => share });
        }

        page.Add($"</ul>");
    }

    private static void Tile(HtmlPage page, string figure, string label) => page.Add($"<li><b>{figure}</b>{label}</li>");
}
