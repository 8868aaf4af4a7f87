using Streaming.Feed.Order;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Tests.Streams;

public sealed class DeliveryLineTests
{
    private static readonly OrderShape Shape = new(1, 4, 10, Crosses: true);

    // Four epochs of ten rows; the range ends with epoch 6, and 4, 5 and 6 have none.
    [Fact]
    public void Who_follows_a_range_whose_last_epochs_are_empty_has_the_deliveries_of_a_later_reader()
    {
        var followed = new List<Delivery>();
        var follower = DeliveryLine.Of(Shape, new(0, 6), follows: true, Table(0));
        for (var newest = 0; newest <= 6; newest++)
        {
            followed.AddRange(Deliveries(follower, Table(newest), followed.LastOrDefault().End));
        }

        var later = Table(7);
        Assert.Equal(Deliveries(DeliveryLine.Of(Shape, new(0, 6), follows: false, later), later, 0), followed);
        Assert.Equal(40, followed[^1].End);
        Assert.True(follower.IsOver(Table(6), 40));
        Assert.False(follower.IsOver(Table(5), 40));
    }

    [Fact]
    public void A_feed_that_does_not_follow_ends_with_the_epoch_that_was_newest()
    {
        var line = DeliveryLine.Of(Shape, default, follows: false, Table(1));

        Assert.Equal(20, Deliveries(line, Table(3), 0)[^1].End);
        Assert.True(line.IsOver(Table(3), 20));
    }

    private static List<Delivery> Deliveries(DeliveryLine line, TableRows rows, long start)
    {
        var deliveries = new List<Delivery>();
        while (line.Next(rows, start) is { } next)
        {
            deliveries.Add(next.Delivery);
            start = next.Delivery.End;
        }

        return deliveries;
    }

    private static TableRows Table(int newest) => new("t", newest, newest, [.. Enumerable.Range(0, Math.Min(newest + 1, 4)).Select(i => new FeedEpoch(i, i, 10 * i, (10 * i) + 10))], []);
}
