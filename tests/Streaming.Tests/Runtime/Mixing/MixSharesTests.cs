using Streaming.Runtime;
using Streaming.Topologies;

namespace Streaming.Tests.Runtime.Mixing;

public sealed class MixSharesTests
{
    private static readonly string[] _sources = ["x", "y", "z"];

    private static IReadOnlyList<long> Of(MixSpec mix, double[] weights, params bool[] ended) => new MixShares(mix, _sources).Of(weights, ended.Length > 0 ? ended : [false, false, false]);

    private static MixSpec Mix => new(new Dictionary<string, double>(), MixUnit.Samples);

    [Fact]
    public void Decimals_stay_what_was_written()
    {
        Assert.Equal([7, 2, 1], Of(Mix, [0.7, 0.2, 0.1]));
        Assert.Equal([3, 1, 0], Of(Mix, [1.5, 0.5, 0]));
        Assert.Equal([1, 1, 1], Of(Mix, [1e9, 1e9, 1e9]));
    }

    [Fact]
    public void Temperature_evens_weights_out()
    {
        Assert.Equal([10, 1, 3], Of(Mix with { Temperature = 2 }, [100, 1, 9]));
        Assert.Equal([10_000, 1, 81], Of(Mix with { Temperature = 0.5 }, [100, 1, 9]));
    }

    [Fact]
    public void Proportions_are_kept_whatever_the_weights_of_the_others() =>
        Assert.Equal([1, 3, 1], Of(Mix with { Proportion = new Dictionary<string, double> { ["x"] = 0.2 } }, [1, 30, 10]));

    [Fact]
    public void What_ended_leaves_its_part_to_the_others()
    {
        Assert.Equal([0, 2, 1], Of(Mix, [5, 2, 1], true, false, false));
        Assert.Equal([0, 3, 1], Of(Mix with { Proportion = new Dictionary<string, double> { ["x"] = 0.2 } }, [1, 30, 10], true, false, false));
    }

    [Fact]
    public void Upsampling_multiplies_after_temperature() =>
        Assert.Equal([10, 3, 3], Of(Mix with { Temperature = 2, Upsample = new Dictionary<string, double> { ["y"] = 3 } }, [100, 1, 9]));

    [Fact]
    public void Synthetic_weights_are_lowered_to_their_ratio()
    {
        var mix = Mix with { Synthetic = new(["y", "z"], 1) };
        Assert.Equal([4, 3, 1], Of(mix, [4, 6, 2]));
        Assert.Equal([4, 1, 1], Of(mix, [4, 1, 1]));
        Assert.Equal([0, 0, 0], Of(mix, [4, 1, 1], true, false, false));
    }

    [Fact]
    public void Weights_that_are_no_decimals_keep_their_ratio()
    {
        var shares = Of(Mix, [Math.PI, Math.E, 1e-12]);
        Assert.Equal(Math.PI / Math.E, (double)shares[0] / shares[1], 9);
        Assert.Equal(1, shares[2]);
    }
}
