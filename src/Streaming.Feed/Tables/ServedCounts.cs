namespace Streaming.Feed.Tables;

/// <summary>What streams were handed of a table since the server began, those that are closed included.</summary>
internal sealed class ServedCounts
{
    private long _batches;
    private long _rows;
    private long _reached;

    /// <summary>Batches.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Rows.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>The epoch that the farthest stream has come to; 0 before the first batch.</summary>
    public long Reached => Interlocked.Read(ref _reached);

    /// <summary>Notes a batch and the epoch in which the stream stands behind it.</summary>
    public void Handed(long rows, long epoch)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _rows, rows);
        for (var reached = Reached; epoch > reached;)
        {
            reached = Interlocked.CompareExchange(ref _reached, epoch, reached);
        }
    }
}
