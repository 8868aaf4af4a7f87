using System.IO.Pipelines;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;

namespace Streaming.Feed;

/// <summary>A stream that a client reads.</summary>
internal sealed class OpenFeed(IFeedStream stream, FeedTicket ticket, WindowCache windows, BatchRoom room, TimeSpan patience, Action<OpenFeed> close) : IDisposable
{
    private volatile Handed _handed = new(0, 0, null, []);

    /// <summary>What was asked for.</summary>
    public FeedTicket Ticket => ticket;

    /// <summary>The tables that it reads.</summary>
    public IReadOnlyList<FeedTable> Tables { get; } = stream.Tables;

    /// <summary>Rows of its tables, of all ranks, behind the place of the last batch handed over.</summary>
    public long Lag => Tables.Sum(LagOf);

    /// <summary>The stream.</summary>
    public IFeedStream Stream => stream;

    /// <summary>Batches handed over.</summary>
    public long Batches => _handed.Batches;

    /// <summary>Rows handed over.</summary>
    public long Rows => _handed.Rows;

    /// <summary>The place behind the last batch handed over; null before the first.</summary>
    public string? Cursor => _handed.Cursor;

    /// <summary>Those of one table.</summary>
    public long LagOf(FeedTable table)
    {
        // Before the first batch there is no share: then all is behind.
        var behind = _handed.Shares.FirstOrDefault(s => s.Table == table).Behind;
        return Math.Max(0, table.Rows.Count - behind);
    }

    /// <summary>Writes the batches, each when the client has taken the one before, and counts them.</summary>
    public async Task WriteAsync(PipeWriter to, Framing framing, CancellationToken abort)
    {
        await foreach (var plan in stream.PlanAsync(abort))
        {
            using (var batch = await FeedBatch.LoadAsync(plan, windows, room, framing, ticket.Compression, abort))
            {
                await BatchWriter.WriteAsync(to, batch, patience, abort);
            }

            _handed = new(_handed.Batches + 1, _handed.Rows + plan.Rows.Count, plan.Cursor, plan.Shares);
            foreach (var share in plan.Shares)
            {
                share.Table.Served.Handed(share.Rows, share.Epoch);
            }
        }
    }

    public void Dispose() => close(this);

    // One object, so that whoever looks from outside sees figures that belong together.
    private sealed record Handed(long Batches, long Rows, string? Cursor, IReadOnlyList<TableShare> Shares);
}
