using Streaming.Epochs;
using Streaming.Runtime;

namespace Streaming.Tests.Runtime.Steering;

/// <summary>The figures of some epochs together.</summary>
public sealed class FigureWindowTests
{
    private static FigureSummary Summary(IReadOnlyList<double> values)
    {
        var tally = new FigureTally();
        tally.Add(values);
        return tally.Summary;
    }

    [Fact]
    public void Figures_near_the_largest_there_is_make_a_record_that_can_be_written()
    {
        var summary = Summary([double.MaxValue, double.MaxValue, -double.MaxValue, 1e308, 1e308, 1e308]);
        Assert.Equal(6, summary.Count);
        Assert.All(summary.Quantiles.Append(summary.Mean), figure => Assert.True(double.IsFinite(figure)));
        Assert.True(double.IsFinite(new FigureWindow([summary]).ValueAt(0.5)));
        Assert.True(double.IsFinite(new FigureWindow([summary]).MeanFrom(0)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 500)]
    [InlineData(4, 20_000)]
    public void Ranks_are_right_to_a_part_of_64(int seed, int count)
    {
        var random = new Random(seed);
        var epochs = Enumerable.Range(1, 3).Select(i => Enumerable.Range(0, count * i).Select(_ => -Math.Log(1 - random.NextDouble()) * i).ToArray()).ToList();
        var all = epochs.SelectMany(e => e).Order().ToArray();
        var window = new FigureWindow([.. epochs.Select(Summary), FigureSummary.None]);
        Assert.Equal(all.Length, window.Count);
        Assert.Equal(all.Average(), window.Mean, 1e-9);
        foreach (var share in (double[])[0.01, 0.2, 0.5, 0.9, 0.99])
        {
            var value = window.ValueAt(share);
            Assert.InRange(all.Count(v => v <= value) / (double)all.Length, share - 0.02 - (3.0 / all.Length), share + 0.02 + (3.0 / all.Length));
            Assert.InRange(window.ShareUpTo(value), share, share + 0.5);
        }

        Assert.Equal(all[0], window.ValueAt(0));
        Assert.Equal(all[^1], window.ValueAt(1), 1e-9);
    }

    [Fact]
    public void Figures_that_are_all_the_same_have_that_at_every_rank()
    {
        var window = new FigureWindow([Summary([.. Enumerable.Repeat(3.0, 100)])]);
        Assert.Equal((3, 3, 0, 1), (window.ValueAt(0.1), window.ValueAt(0.9), window.ShareUpTo(2.9), window.ShareUpTo(3)));
    }

    [Fact]
    public void The_mean_from_a_value_on_leaves_out_what_lies_below()
    {
        var window = new FigureWindow([Summary([.. Enumerable.Range(0, 1_000).Select(i => (double)i)])]);
        Assert.InRange(window.MeanFrom(500), 745, 755);
        Assert.Equal(2_000, window.MeanFrom(2_000));
    }
}
