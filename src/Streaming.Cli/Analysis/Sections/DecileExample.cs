using Streaming.Cli.Analysis.Texts;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>A sample near a decile of a column.</summary>
/// <param name="Decile">The decile, 0…1.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Id">Its id.</param>
/// <param name="Excerpt">The start of its text.</param>
internal sealed record DecileExample(double Decile, double Value, string Id, string Excerpt)
{
    private const int Units = 240;

    /// <summary>The least, the greatest, and the one at each decile between, of the drawn rows; none where a column says the same of all.</summary>
    public static IReadOnlyList<DecileExample> Of(DatasetProfile profile, ColumnProfile column)
    {
        if (!column.IsFigure || !(column.Figures.Maximum > column.Figures.Minimum))
        {
            return [];
        }

        var rows = profile.Rows.Where(r => double.IsFinite(r.Figure(column.Number))).OrderBy(r => r.Figure(column.Number)).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
        return rows.Count == 0 ? [] : [.. Enumerable.Range(0, 11).Select(i =>
        {
            var row = rows[i * (rows.Count - 1) / 10];
            return new DecileExample(i / 10.0, row.Figure(column.Number), row.Id, ReadableText.Excerpt(row.Text, Units));
        })];
    }
}
