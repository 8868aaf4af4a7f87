using Streaming.Operators;

namespace Streaming.Tests.Runtime;

/// <summary>How a window is cut into calls.</summary>
public sealed class DeviceBatchesTests
{
    [Fact]
    public void A_call_ends_early_where_costs_fall_steeply_but_has_a_quarter_of_its_items()
    {
        var calls = Cut([.. Enumerable.Range(0, 40).Select(i => 1000 - (20 * i)), .. Enumerable.Repeat(100, 64)]);
        Assert.Equal([11, 8, 8, 8], calls.Take(4).Select(call => call.Count));
        Assert.Equal(32, calls[^2].Count);
        Assert.All(calls, call => Assert.True(call.Count <= 8 || Filling(call) <= 0.1 || ReferenceEquals(call, calls[^1])));
        Assert.Equal(104, calls.Sum(call => call.Count));
    }

    [Fact]
    public void Items_of_one_cost_make_full_calls_and_small_calls_are_not_cut()
    {
        Assert.Equal([32, 32, 1], Cut([.. Enumerable.Repeat(7, 65)]).Select(call => call.Count));
        Assert.Equal([4, 2], DeviceBatches.Cut([.. new[] { 100, 10, 9, 8, 7, 6 }.Select(cost => new Costly(cost))], new() { MaxItems = 4, WindowItems = 8 }).Select(call => call.Count));
    }

    private static IReadOnlyList<IReadOnlyList<DeviceItem>> Cut(int[] costs) => DeviceBatches.Cut([.. costs.Select(cost => new Costly(cost))], new() { MaxItems = 32, WindowItems = 1024 });

    private static double Filling(IReadOnlyList<DeviceItem> call) => 1 - (call.Sum(item => (double)item.Cost) / (call[0].Cost * call.Count));

    private sealed class Costly(int cost) : DeviceItem
    {
        public override int Cost => cost;
    }
}
