using FsCheck.Xunit;
using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

public sealed class BestFitPackingTests
{
    private const int Max = 100;

    [Property]
    public void Every_item_is_in_a_bin_and_no_bin_is_over_full_or_empty(byte[] items)
    {
        var (lengths, binOf, bins) = Pack(items);
        var fills = new int[bins];
        for (var i = 0; i < lengths.Length; i++)
        {
            fills[binOf[i]] += lengths[i];
        }

        Assert.All(fills, fill => Assert.InRange(fill, 1, Max));
    }

    [Property]
    public void Bins_are_those_of_the_quadratic_algorithm(byte[] items)
    {
        var (lengths, binOf, _) = Pack(items);

        Assert.Equal(Fills(lengths, NaiveBestFit(lengths)), Fills(lengths, binOf));
    }

    [Property]
    public void No_two_bins_fit_into_one(byte[] items)
    {
        var (lengths, binOf, _) = Pack(items);

        Assert.True(Fills(lengths, binOf).Order().Take(2).Sum() > Max || Fills(lengths, binOf).Length < 2);
    }

    [Property]
    public void Bins_stay_within_the_bound_of_best_fit_decreasing(byte[] cuts, byte bins)
    {
        // Full bins cut at random: their number is the optimum.
        var lengths = Enumerable.Range(0, bins).SelectMany(bin => CutUp(cuts, bin)).ToArray();

        var packed = new BestFitPacking(Max).Pack(lengths, new int[lengths.Length]);

        Assert.InRange(packed, bins, (11 * bins / 9) + 4);
    }

    [Property]
    public void An_instance_remembers_nothing_of_earlier_items(byte[] earlier, byte[] items)
    {
        var used = new BestFitPacking(Max);
        Pack(earlier, used);

        Assert.Equal(Pack(items).BinOf, Pack(items, used).BinOf);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Max + 1)]
    public void A_length_that_fits_no_bin_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BestFitPacking(Max).Pack([length], new int[1]));

    private static (int[] Lengths, int[] BinOf, int Bins) Pack(byte[] items, BestFitPacking? packing = null)
    {
        var lengths = items.Select(b => 1 + (b % Max)).ToArray();
        var binOf = new int[lengths.Length];
        return (lengths, binOf, (packing ?? new(Max)).Pack(lengths, binOf));
    }

    private static int[] NaiveBestFit(int[] lengths)
    {
        var rooms = new List<int>();
        var binOf = new int[lengths.Length];
        foreach (var (length, item) in lengths.Select((length, item) => (length, item)).OrderByDescending(p => p.length))
        {
            var fitting = Enumerable.Range(0, rooms.Count).Where(bin => rooms[bin] >= length).ToArray();
            if (fitting.Length == 0)
            {
                fitting = [rooms.Count];
                rooms.Add(Max);
            }

            binOf[item] = fitting.MinBy(bin => rooms[bin]);
            rooms[binOf[item]] -= length;
        }

        return binOf;
    }

    private static int[] Fills(int[] lengths, int[] binOf) =>
        [.. lengths.Zip(binOf).GroupBy(p => p.Second).Select(g => g.Sum(p => p.First)).Order()];

    private static IEnumerable<int> CutUp(byte[] cuts, int bin)
    {
        var borders = cuts.Skip(bin % 7).Take(3).Select((cut, i) => 1 + ((cut + (bin * 31) + i) % (Max - 1)));
        return new SortedSet<int>([0, .. borders, Max]) is var all ? all.Skip(1).Zip(all, (to, from) => to - from) : [];
    }
}
