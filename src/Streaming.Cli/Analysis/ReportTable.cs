using Spectre.Console;
using Streaming.Cli.Analysis.Sections;

namespace Streaming.Cli.Analysis;

/// <summary>Writes a report for a terminal: the distributions as a table, the rest in a line each.</summary>
internal static class ReportTable
{
    private static readonly double[] _quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    public static Table Of(DatasetProfile profile)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("column", "kind");
        foreach (var title in new[] { "missing", "min", "p5", "p25", "median", "p75", "p95", "max", "mean" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        table.AddColumn("values");
        foreach (var column in profile.Columns)
        {
            var f = column.Figures;
            var figures = f.Count == 0 ? Enumerable.Repeat("", 8) : [Figures.Number(f.Minimum), .. _quantiles.Select(q => Figures.Number(f.Quantile(q))), Figures.Number(f.Maximum), Figures.Number(f.Mean)];
            table.AddRow([Markup.Escape(Figures.Visible(column.Name)), ColumnsSection.Kind(column), Figures.Share(column.Missing, column.Count), .. figures, Values(column)]);
        }

        return table;
    }

    /// <summary>What is to be said beside the table.</summary>
    public static IEnumerable<string> Lines(DatasetReport report)
    {
        var profile = report.Profile;
        yield return $"{Figures.Count(profile.Samples)} samples{(profile.Unreadable > 0 ? $", {Figures.Count(profile.Unreadable)} more could not be read" : "")}";
        foreach (var (share, counts) in profile.Shares.All)
        {
            yield return $"{Figures.Visible(share)}: {string.Join(", ", counts.Top(6).Select(v => $"{OneLine(v.Key)} {Figures.Share(v.Value, counts.Total)}"))}";
        }

        if (profile.Near is { Compared: > 0 } near)
        {
            yield return $"near-duplicates: {Figures.Count(near.Redundant)} of {Figures.Count(near.Compared)} texts ({Figures.Share(near.Redundant, near.Compared)}) in {Figures.Count(near.Count)} groups";
        }

        if (profile.Actions.Found > 0)
        {
            yield return $"asked for: {string.Join(", ", profile.Actions.Tree(6, 1).Select(v => $"{v.Verb}{(v.Nouns is [var noun, ..] ? $" {noun.Key}" : "")} {Figures.Share(v.Count, profile.Actions.Texts)}"))}";
        }

        foreach (var drift in report.Sections.OfType<DriftSection>().SelectMany(d => d.Lines()))
        {
            yield return drift;
        }
    }

    private static string Values(ColumnProfile column) => string.Join(", ", column.Words.Top(4).Select(w => $"{Markup.Escape(OneLine(w.Key))} {Figures.Share(w.Value, column.Count)}"));

    private static string OneLine(string text)
    {
        var line = Figures.Visible(text.ReplaceLineEndings(" "));
        return line.Length > 30 ? line[..29] + "…" : line;
    }
}
