using Apache.Arrow;
using Streaming.Feed.Gathering;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>Rows of one rank, in pooled memory until it is disposed.</summary>
internal sealed class FeedBatch : IDisposable
{
    private readonly IReadOnlyList<ColumnGather> _columns;

    public FeedBatch(Schema schema, IReadOnlyList<ColumnGather> columns, FeedCursor cursor)
    {
        _columns = columns;
        Cursor = cursor;
        Columns = [.. columns.Select(c => c.Build())];
        Rows = columns[0].Length;
        Schema = schema;
    }

    /// <summary>The place behind it.</summary>
    public FeedCursor Cursor { get; }

    /// <summary>The columns' types.</summary>
    public Schema Schema { get; }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ArrayData> Columns { get; }

    /// <summary>What it takes.</summary>
    public long Bytes => _columns.Sum(c => c.Bytes);

    /// <summary>As Arrow's library has it; lies in this batch's memory.</summary>
    public RecordBatch ToRecordBatch() => new(Schema, Columns.Select(ArrowArrayFactory.BuildArray), Rows);

    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.Dispose();
        }
    }
}
