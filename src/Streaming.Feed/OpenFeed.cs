using System.Runtime.CompilerServices;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed;

/// <summary>A stream that a client reads.</summary>
internal sealed class OpenFeed(FeedTable table, FeedStream stream, FeedTicket ticket, Action<OpenFeed> close) : IDisposable
{
    private volatile Handed _handed = new(0, 0, null);

    /// <summary>What was asked for.</summary>
    public FeedTicket Ticket => ticket;

    /// <summary>The table that it reads.</summary>
    public FeedTable Table => table;

    /// <summary>Rows of the table, of all ranks, behind the place of the last batch handed over.</summary>
    public long Lag
    {
        get
        {
            var rows = table.Rows;
            if (Cursor is not { } cursor)
            {
                return rows.Count;
            }

            var at = rows.FirstFrom(cursor.Epoch);
            return at < rows.Epochs.Length ? Math.Max(0, rows.Count - rows.Epochs[at].Start - cursor.Offset - (cursor.Taken * cursor.World)) : 0;
        }
    }

    /// <summary>The stream.</summary>
    public FeedStream Stream => stream;

    /// <summary>Batches handed over.</summary>
    public long Batches => _handed.Batches;

    /// <summary>Rows handed over.</summary>
    public long Rows => _handed.Rows;

    /// <summary>The place behind the last batch handed over; null before the first.</summary>
    public FeedCursor? Cursor => _handed.Cursor;

    /// <summary>The batches, counted.</summary>
    public async IAsyncEnumerable<FeedBatch> ReadAsync([EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var batch in stream.ReadAsync(abort))
        {
            var (rows, cursor) = (batch.Rows, batch.Cursor);
            yield return batch;
            _handed = new(_handed.Batches + 1, _handed.Rows + rows, cursor);
            table.Served.Handed(rows, cursor.Epoch);
        }
    }

    public void Dispose() => close(this);

    // One object, so that whoever looks from outside sees figures that belong together.
    private sealed record Handed(long Batches, long Rows, FeedCursor? Cursor);
}
