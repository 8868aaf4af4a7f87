using Apache.Arrow;
using Streaming.Feed.Reading;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Streams;

/// <summary>Which rows a batch has, and in which order: enough to gather it, and to gather it again.</summary>
/// <param name="Schema">The columns' types.</param>
/// <param name="Windows">What has to be decoded.</param>
/// <param name="Rows">The rows in order: a window, and a row of it.</param>
/// <param name="Cursor">The place behind it.</param>
/// <param name="Shares">What it has of each table.</param>
internal sealed record BatchPlan(Schema Schema, IReadOnlyList<PlannedWindow> Windows, IReadOnlyList<(int Window, int Row)> Rows, string Cursor, IReadOnlyList<TableShare> Shares);

/// <summary>Rows that are decoded together, and the columns that are read of them.</summary>
internal readonly record struct PlannedWindow(WindowKey Key, FeedColumns Columns);

/// <summary>What a batch has of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows of this rank.</param>
/// <param name="Behind">The row of the table that the stream stands before, all ranks together.</param>
/// <param name="Epoch">The epoch that the stream stands in.</param>
internal readonly record struct TableShare(FeedTable Table, int Rows, long Behind, long Epoch);

/// <summary>Puts a plan together row by row.</summary>
internal sealed class PlanBuilder
{
    private readonly List<PlannedWindow> _windows = [];
    private readonly List<(int Window, int Row)> _rows = [];
    private readonly List<int> _ofTables = [];

    /// <summary>Rows so far.</summary>
    public int Count => _rows.Count;

    /// <summary>Rows of a table so far.</summary>
    public int CountOf(int table) => table < _ofTables.Count ? _ofTables[table] : 0;

    /// <summary>Adds the row at a place of a table's delivery.</summary>
    public void Add(TableLine line, TablePlace at, long place, int table = 0)
    {
        var (key, row) = line.Find(at, place);
        var window = _windows.FindLastIndex(w => w.Key == key);
        if (window < 0)
        {
            window = _windows.Count;
            _windows.Add(new(key, line.Columns));
        }

        _rows.Add((window, row));
        while (_ofTables.Count <= table)
        {
            _ofTables.Add(0);
        }

        _ofTables[table]++;
    }

    /// <summary>The plan; a new one begins.</summary>
    public BatchPlan Take(Schema schema, string cursor, IReadOnlyList<TableShare> shares)
    {
        var plan = new BatchPlan(schema, [.. _windows], [.. _rows], cursor, shares);
        _windows.Clear();
        _rows.Clear();
        _ofTables.Clear();
        return plan;
    }
}
