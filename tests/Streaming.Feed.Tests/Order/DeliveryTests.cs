using FsCheck.Xunit;
using Streaming.Feed.Order;

namespace Streaming.Feed.Tests.Order;

public sealed class DeliveryTests
{
    [Property]
    public void Every_row_is_in_one_delivery_and_all_ranks_get_as_many(byte[] epochs, byte world, ushort window, bool crosses)
    {
        var shape = new OrderShape(1, world + 1, window + 1, crosses);
        var (start, at) = (0L, 0L);
        foreach (var (rows, i) in epochs.Select((rows, i) => (rows, i)))
        {
            var isLast = i == epochs.Length - 1;
            var delivery = Delivery.Of(start, (at, at + rows), shape, isLast);

            Assert.Equal(start, delivery.Start);
            Assert.InRange(delivery.End, start, at + rows);
            var dealt = Enumerable.Range(0, shape.World).Select(rank => delivery.RowsOf(rank, shape.World)).ToList();
            Assert.Equal(delivery.Rows, dealt.Sum());
            Assert.True(isLast ? dealt.Max() - dealt.Min() <= 1 : dealt.Distinct().Count() == 1);
            (start, at) = (delivery.End, at + rows);
        }

        Assert.Equal(at, start);
    }

    [Fact]
    public void Half_a_window_of_an_epoch_waits_for_the_next_one_where_windows_cross_borders()
    {
        var shape = new OrderShape(1, 4, 10, Crosses: true);

        Assert.Equal(new(0, 92), Delivery.Of(0, (0, 100), shape, isLast: false));
        Assert.Equal(new(92, 100), Delivery.Of(92, (100, 103), shape, isLast: false)); // one row of the short epoch is kept, and two that fill no step
        Assert.Equal(new(92, 103), Delivery.Of(92, (100, 103), shape, isLast: true));
        Assert.Equal(new(0, 100), Delivery.Of(0, (0, 100), shape with { Crosses = false }, isLast: false));
    }

    [Property]
    public void A_windows_order_is_a_permutation_that_follows_from_its_seed(ulong seed, byte rows, byte epoch)
    {
        var (first, second) = (new int[rows], new int[rows]);
        WindowOrder.Fill(first, seed, 0, epoch, 5);
        WindowOrder.Fill(second, seed, 0, epoch, 5);

        Assert.Equal(first, second);
        Assert.Equal(Enumerable.Range(0, rows), first.Order());
    }

    [Fact]
    public void Every_place_of_a_window_is_as_likely()
    {
        // Where the first row goes in windows of ten: the statistic is chi-squared with nine degrees of freedom, beyond 27.9 once in a thousand seeds; the seeds are fixed.
        var counts = new int[10];
        var order = new int[10];
        for (var epoch = 0; epoch < 10_000; epoch++)
        {
            WindowOrder.Fill(order, 17, 0, epoch, 0);
            counts[Array.IndexOf(order, 0)]++;
        }

        Assert.InRange(counts.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000.0), 0, 27.9);
    }

    [Fact]
    public void Seed_pass_and_place_each_change_the_order()
    {
        var orders = new[] { (1UL, 0L, 0L, 0L), (2UL, 0L, 0L, 0L), (1UL, 1L, 0L, 0L), (1UL, 0L, 1L, 0L), (1UL, 0L, 0L, 1L) }.Select(s =>
        {
            var order = new int[100];
            WindowOrder.Fill(order, s.Item1, s.Item2, s.Item3, s.Item4);
            return string.Join(' ', order);
        });

        Assert.Equal(5, orders.Distinct().Count());
    }
}
