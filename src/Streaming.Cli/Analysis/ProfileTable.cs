using System.Text.Json.Nodes;
using Spectre.Console;

namespace Streaming.Cli.Analysis;

/// <summary>Writes a profile as a table and as JSON.</summary>
internal static class ProfileTable
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
            table.AddRow([Markup.Escape(column.Name), Kind(column), Figures.Share(column.Missing, column.Count), .. figures, Values(column)]);
        }

        return table;
    }

    public static JsonObject Json(DatasetProfile profile) => new()
    {
        ["samples"] = profile.Samples,
        ["unreadable"] = profile.Unreadable,
        ["columns"] = new JsonArray([.. profile.Columns.Select(Json)]),
    };

    /// <summary>For people: <c>text, in characters</c>.</summary>
    public static string Kind(ColumnProfile column) => column.Unit.Length > 0 ? $"{column.Kind} ({column.Unit})" : column.Kind;

    private static JsonObject Json(ColumnProfile column)
    {
        var f = column.Figures;
        return new()
        {
            ["name"] = column.Name,
            ["kind"] = column.Kind,
            ["unit"] = column.Unit,
            ["count"] = column.Count,
            ["missing"] = column.Missing,
            ["min"] = Finite(f.Minimum),
            ["max"] = Finite(f.Maximum),
            ["mean"] = f.Count == 0 ? null : Finite(f.Mean),
            ["standard_deviation"] = f.Count == 0 ? null : Finite(f.StandardDeviation),
            ["quantiles"] = new JsonObject(_quantiles.Select(q => KeyValuePair.Create(FormattableString.Invariant($"{q}"), Finite(f.Quantile(q))))),
            ["distinct"] = column.Words.Distinct,
            ["top"] = new JsonArray([.. column.Words.Top(10).Select(w => (JsonNode)new JsonObject { ["value"] = w.Key, ["count"] = w.Value })]),
        };
    }

    private static JsonNode? Finite(double number) => double.IsFinite(number) ? number : null;

    private static string Values(ColumnProfile column) => string.Join(", ", column.Words.Top(4).Select(w => $"{OneLine(w.Key)} {Figures.Share(w.Value, column.Count)}"));

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return Markup.Escape(line.Length > 30 ? line[..29] + "…" : line);
    }
}
