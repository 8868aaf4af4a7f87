namespace Streaming.Feed.Order;

/// <summary>
/// Rows that are handed out in whole steps, once their last epoch is committed: every rank gets as many. Deliveries follow each other without a gap, so a table is one line of rows with cuts
/// in it, and a row is in one delivery exactly.
/// </summary>
/// <param name="Start">The first row, counted from the table's first one.</param>
/// <param name="End">The row behind the last one.</param>
internal readonly record struct Delivery(long Start, long End)
{
    /// <summary>How many rows it has.</summary>
    public long Rows => End - Start;

    /// <summary>
    /// What an epoch's commit releases. Rows that do not fill a step for all ranks wait for the next epoch; so do, where windows cross borders, half a window (at most half of the
    /// epoch) of its last rows, which are shuffled with the next epoch's first ones. The last epoch of a bounded feed keeps nothing back.
    /// </summary>
    /// <param name="start">The first row that was not released before.</param>
    /// <param name="epoch">The epoch's first row and the row behind its last one.</param>
    /// <param name="shape">World and window.</param>
    /// <param name="isLast">Whether no epoch follows.</param>
    public static Delivery Of(long start, (long Start, long End) epoch, OrderShape shape, bool isLast)
    {
        if (isLast)
        {
            return new(start, Math.Max(start, epoch.End));
        }

        var kept = shape.Crosses ? Math.Min(shape.Window / 2, (epoch.End - epoch.Start) / 2) : 0;
        var ready = Math.Max(0, epoch.End - kept - start);
        return new(start, start + (ready / shape.World * shape.World));
    }

    /// <summary>How many of its rows a rank gets: as many as every other one, or one more or less in the last delivery of a bounded feed.</summary>
    public long RowsOf(int rank, int world) => rank >= Rows ? 0 : ((Rows - rank - 1) / world) + 1;
}
