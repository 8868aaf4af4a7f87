using Streaming.Feed.Order;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>Which delivery comes next. A function of the rows that are committed and of the ticket: when they were committed, and where the stream was opened, has no say.</summary>
/// <param name="shape">World and window.</param>
/// <param name="range">The epochs wanted.</param>
/// <param name="end">The row behind the last one that there will be; null where epochs to come, or the range, say so.</param>
internal sealed class DeliveryLine(OrderShape shape, EpochRange range, long? end)
{
    /// <summary>The line of a feed that is opened now. What there is ends it only where it does not follow and the range's own end is not committed yet: an order must not depend on when it is read.</summary>
    public static DeliveryLine Of(OrderShape shape, EpochRange range, bool follows, TableRows rows) =>
        new(shape, range, follows || rows.NewestEpoch >= range.Last ? null : rows.Count);

    /// <summary>The first row of the range.</summary>
    public long FirstRow(TableRows rows)
    {
        var first = range.First is { } number ? rows.FirstFrom(number) : 0;
        return first < rows.Epochs.Length ? rows.Epochs[first].Start : rows.Count;
    }

    /// <summary>The delivery that begins with a row, and the epoch that released it; null where nothing is released yet, or ever.</summary>
    public (Delivery Delivery, FeedEpoch Closing, bool IsLast)? Next(TableRows rows, long start)
    {
        for (var at = rows.EpochAt(start); at < rows.Epochs.Length && rows.Epochs[at].Start < (end ?? long.MaxValue) && rows.Epochs[at].Number <= (range.Last ?? long.MaxValue); at++)
        {
            var epoch = rows.Epochs[at];
            var isLast = epoch.End == end || epoch.Number == range.Last;
            var delivery = Delivery.Of(start, (epoch.Start, epoch.End), shape, isLast);

            // The range may end with epochs that have no rows. That is known later than the rows are read, so what this epoch keeps back is a delivery of its own, whenever it is asked for.
            if (delivery.Rows == 0 && IsFollowedByNone(rows, at))
            {
                (isLast, delivery) = (true, Delivery.Of(start, (epoch.Start, epoch.End), shape, isLast: true));
            }

            if (delivery.Rows > 0)
            {
                return (delivery, epoch, isLast);
            }
        }

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

    // Known once the range's end is committed.
    private bool IsFollowedByNone(TableRows rows, int at) =>
        range.Last is { } last && rows.NewestEpoch >= last && (at + 1 == rows.Epochs.Length || rows.Epochs[at + 1].Number > last);
}
