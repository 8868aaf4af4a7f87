using System.Runtime.CompilerServices;
using Streaming.Feed.Streams;
using Streaming.Feed.Tickets;

namespace Streaming.Feed;

/// <summary>A stream that a client reads.</summary>
internal sealed class OpenFeed(FeedStream stream, FeedTicket ticket, Action<OpenFeed> close) : IDisposable
{
    /// <summary>What was asked for.</summary>
    public FeedTicket Ticket => ticket;

    /// <summary>The stream.</summary>
    public FeedStream Stream => stream;

    /// <summary>Batches handed over.</summary>
    public long Batches { get; private set; }

    /// <summary>Rows handed over.</summary>
    public long Rows { get; private set; }

    /// <summary>The place behind the last batch handed over; null before the first.</summary>
    public FeedCursor? Cursor { get; private set; }

    /// <summary>The batches, counted.</summary>
    public async IAsyncEnumerable<FeedBatch> ReadAsync([EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var batch in stream.ReadAsync(abort))
        {
            var (rows, cursor) = (batch.Rows, batch.Cursor);
            yield return batch;
            Batches++;
            Rows += rows;
            Cursor = cursor;
        }
    }

    public void Dispose() => close(this);
}
