using FsCheck.Xunit;
using Streaming.Cli.Analysis.Correlations;
using Streaming.Cli.Analysis.Drift;
using Streaming.Cli.Analysis.Sketches;
using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Tests.Analysis;

public sealed class MeasureTests
{
    [Fact]
    public void Pearson_and_ranks_are_those_of_a_known_example()
    {
        // Anscombe's first quartet (1973): r = 0.81642; ρ = 0.81818 (computed by hand from the ranks).
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
        double[] y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        Assert.Equal(0.81642, CorrelationMatrix.Of(x, y), 5);
        Assert.Equal(0.81818, CorrelationMatrix.Of(CorrelationMatrix.RanksOf(x), CorrelationMatrix.RanksOf(y)), 5);
    }

    [Fact]
    public void Equal_values_share_their_rank() => Assert.Equal([0, 1.5, 1.5, 3], CorrelationMatrix.RanksOf([1, 2, 2, 9]));

    [Fact]
    public void The_stability_index_is_the_sum_of_the_formula() =>
        Assert.Equal(((0.3 - 0.5) * Math.Log(0.3 / 0.5)) + ((0.7 - 0.5) * Math.Log(0.7 / 0.5)), DriftMeasures.Stability([0.5, 0.5], [0.3, 0.7]), 12);

    [Fact]
    public void The_distance_is_the_largest_step_between_the_functions()
    {
        Assert.Equal(0.5, DriftMeasures.Distance([1, 2, 3, 4], [3, 4, 5, 6]));
        Assert.Equal(1, DriftMeasures.Distance([1, 2], [3, 4]));
        Assert.Equal(0, DriftMeasures.Distance([1, 1, 2, 2], [1, 2]));
    }

    [Fact]
    public void The_chance_is_the_tabled_one()
    {
        // The critical value of two large samples at 5 % is 1.358 · √((n + m) / nm).
        Assert.Equal(0.05, DriftMeasures.Chance(1.358 * Math.Sqrt(2.0 / 10_000), 10_000, 10_000), 2);
        Assert.Equal(1, DriftMeasures.Chance(0, 100, 100));
    }

    [Property]
    public bool No_count_of_frequent_values_is_too_high_or_lower_than_it_says(byte[] values)
    {
        var counts = new FrequentValues(4);
        foreach (var value in values)
        {
            counts.Add($"{value % 12}");
        }

        var exact = values.GroupBy(v => $"{v % 12}").ToDictionary(g => g.Key, g => g.LongCount());
        return counts.Error <= values.Length / 5 && exact.All(e => counts.Counts.GetValueOrDefault(e.Key) is var c && c <= e.Value && c >= e.Value - counts.Error);
    }

    [Fact]
    public void Every_item_of_a_stream_is_drawn_with_the_same_chance()
    {
        var reservoir = new Reservoir<int>(1_000);
        for (var i = 0; i < 100_000; i++)
        {
            reservoir.Offer(i, static n => n);
        }

        Assert.Equal(1_000, reservoir.Drawn.Distinct().Count());
        Assert.InRange(reservoir.Drawn.Average(), 45_000, 55_000);
    }
}
