using FsCheck.Xunit;
using Streaming.Runtime;

namespace Streaming.Tests.Runtime.Mixing;

/// <summary>The bounds that <see cref="FairShares"/> proves, held against many weights and sizes.</summary>
public sealed class FairSharesTests
{
    [Property(MaxTest = 200)]
    public void Every_prefix_holds_each_source_to_within_one_sample_of_its_share(int seed)
    {
        var random = new Random(seed);
        var weights = Weights(random);
        var turns = new FairShares(weights);
        var counts = new long[weights.Length];
        var ones = Enumerable.Repeat(1L, weights.Length).ToArray();
        var total = weights.Sum();
        for (var n = 1; n <= 2_000; n++)
        {
            var source = turns.Next(ones);
            turns.Took(source, 1);
            counts[source]++;
            for (var i = 0; i < weights.Length; i++)
            {
                var off = Int128.Abs(((Int128)weights[i] * n) - ((Int128)counts[i] * total));
                Assert.True(off < total, $"seed {seed}: after {n}, source {i} of weight {weights[i]}/{total} gave {counts[i]}");
            }
        }
    }

    [Property(MaxTest = 200)]
    public void Whatever_the_sizes_nobody_is_farther_behind_than_the_largest_sample_or_ahead_than_its_own(int seed)
    {
        var random = new Random(seed);
        var weights = Weights(random);
        var turns = new FairShares(weights);
        var (given, all, largest) = (new long[weights.Length], 0L, 10_000);
        var sizes = weights.Select(_ => (long)random.Next(largest + 1)).ToArray();
        var total = weights.Sum();
        for (var n = 0; n < 2_000; n++)
        {
            var source = turns.Next(sizes);
            turns.Took(source, sizes[source]);
            given[source] += sizes[source];
            all += sizes[source];
            sizes[source] = random.Next(4) == 0 ? random.Next(largest + 1) : random.Next(20);
            for (var i = 0; i < weights.Length; i++)
            {
                var lag = ((Int128)weights[i] * all) - ((Int128)given[i] * total);
                Assert.InRange(lag, -(Int128)largest * (total - weights[i]), (Int128)largest * total);
                Assert.Equal(lag, turns.Lags[i]);
            }
        }
    }

    [Fact]
    public void Weights_of_any_size_fit()
    {
        var turns = new FairShares([FairShares.Largest - 1, 1]);
        for (var i = 0; i < 1_000; i++)
        {
            turns.Took(turns.Next([FairShares.Largest, long.MaxValue]), FairShares.Largest);
        }

        Assert.Equal(Int128.Zero, turns.Lags[0] + turns.Lags[1]);
    }

    private static long[] Weights(Random random)
    {
        var weights = new long[random.Next(2, 20)];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.Next(3) switch { 0 => 1, 1 => random.Next(1, 10), _ => random.NextInt64(1, 1_000_000) };
        }

        return weights;
    }
}
