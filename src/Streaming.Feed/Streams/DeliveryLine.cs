using Streaming.Feed.Order;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>Which delivery comes next. A function of the rows that are committed and of the ticket: when they were committed, and where the stream was opened, has no say.</summary>
/// <param name="shape">World and window.</param>
/// <param name="range">The epochs wanted.</param>
/// <param name="end">The row behind the last one of a feed that does not follow; null where it does.</param>
internal sealed class DeliveryLine(OrderShape shape, EpochRange range, long? end)
{
    /// <summary>The first row of the range.</summary>
    public long FirstRow(TableRows rows)
    {
        var first = range.First is { } number ? rows.FirstFrom(number) : 0;
        return first < rows.Epochs.Length ? rows.Epochs[first].Start : rows.Count;
    }

    /// <summary>The delivery that begins with a row, and the epoch that released it; null where nothing is released yet, or ever.</summary>
    public (Delivery Delivery, FeedEpoch Closing, bool IsLast)? Next(TableRows rows, long start)
    {
        for (var at = rows.EpochAt(start); at < rows.Epochs.Length && rows.Epochs[at].Number <= (range.Last ?? long.MaxValue); at++)
        {
            var epoch = rows.Epochs[at];
            var isLast = epoch.End == end || IsLastOfRange(rows, at);
            if (epoch.Start >= end)
            {
                return null;
            }

            var delivery = Delivery.Of(start, (epoch.Start, epoch.End), shape, isLast);
            if (delivery.Rows > 0)
            {
                return (delivery, epoch, isLast);
            }
        }

        // A bounded range may end with epochs that have no rows: then what was kept back by the last one that has some comes now.
        return null;
    }

    /// <summary>Whether all rows before this one are all that there will be.</summary>
    public bool IsOver(TableRows rows, long start) =>
        start >= end || (range.Last is { } last && rows.NewestEpoch >= last && start >= LastRow(rows, last));

    private static long LastRow(TableRows rows, long last)
    {
        var behind = rows.FirstFrom(last + 1);
        return behind == 0 ? 0 : rows.Epochs[behind - 1].End;
    }

    // The last epoch with rows of the range: known to be the last once the range's end is committed.
    private bool IsLastOfRange(TableRows rows, int at) =>
        range.Last is { } last && rows.NewestEpoch >= last && (at + 1 == rows.Epochs.Length || rows.Epochs[at + 1].Number > last);
}
