using System.Globalization;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>A table of texts with names of columns, and which of them hold figures.</summary>
internal sealed class ValueTable
{
    private readonly IReadOnlyList<string[]> _rows;

    private ValueTable(string[] columns, IReadOnlyList<string[]> rows)
    {
        (Columns, _rows) = (columns, rows);
        Figures = [.. columns.Where((_, at) => IsFigures(at))];
    }

    /// <summary>The names, each once.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns of figures: at least two cells, and none that holds anything else.</summary>
    public IReadOnlyList<string> Figures { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>A table whose first row has the names; null where there is no row more, or more rows or columns than are wanted: nothing is made of those.</summary>
    /// <param name="rows">The rows, each as long as it is written.</param>
    /// <param name="maxRows">The most rows below the names.</param>
    /// <param name="maxColumns">The most columns.</param>
    public static ValueTable? Of(IReadOnlyList<string[]> rows, int maxRows, int maxColumns)
    {
        var width = rows.Count > 1 && rows.Count - 1 <= maxRows ? rows.Max(row => row.Length) : 0;
        return width == 0 || width > maxColumns ? null : new(Named(rows[0], width), [.. rows.Skip(1).Select(row => Padded(row, width))]);
    }

    /// <summary>The cells of a column.</summary>
    public IReadOnlyList<string> Cells(string column) => [.. _rows.Select(row => row[At(column)])];

    /// <summary>The figures of a column; NaN where a cell is empty.</summary>
    public IReadOnlyList<double> Numbers(string column) => [.. _rows.Select(row => CellNumber.Read(row[At(column)]) ?? double.NaN)];

    /// <summary>The table as Markdown.</summary>
    public string Markdown() => string.Join('\n', [Line(Columns), Line(Columns.Select(_ => "---")), .. _rows.Select(Line)]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)))} |";

    private int At(string column) => Columns.Index().First(c => c.Item == column).Index;

    private bool IsFigures(int at)
    {
        var cells = _rows.Select(row => row[at]).Where(cell => !IsEmpty(cell)).ToList();
        return cells.Count > 1 && cells.TrueForAll(cell => CellNumber.Read(cell) is not null);
    }

    private static bool IsEmpty(string cell) => cell.Trim() is "" or "-" or "–" or "—" or "n/a" or "N/A" or "NA";

    private static string[] Padded(string[] row, int width) => [.. row, .. Enumerable.Repeat("", width - row.Length)];

    private static string[] Named(string[] row, int width)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return [.. Padded(row, width).Select((name, at) =>
        {
            var trimmed = name.Trim() is { Length: > 0 } text ? text : string.Create(CultureInfo.InvariantCulture, $"column {at + 1}");
            for (var number = 2; !known.Add(trimmed); number++)
            {
                trimmed = string.Create(CultureInfo.InvariantCulture, $"{name.Trim()} ({number})");
            }

            return trimmed;
        })];
    }
}
