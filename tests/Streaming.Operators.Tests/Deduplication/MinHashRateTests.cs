using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Operators.Tests.Deduplication;

/// <summary>Found pairs against the theory of bands: 1 - (1 - s^r)^b for texts of Jaccard similarity s.</summary>
public class MinHashRateTests
{
    private const int Pairs = 1500;

    [Theory]
    [InlineData(0.5, 128, ShingleHashing.Xxh3)]
    [InlineData(0.7, 256, ShingleHashing.Xxh3)]
    [InlineData(0.8, 128, ShingleHashing.Sha1)]
    internal void As_many_pairs_collide_as_the_theory_says(double threshold, int permutations, ShingleHashing hash)
    {
        var @operator = new DocumentMinhashDeduplicator(new() { JaccardThreshold = threshold, NumPermutations = permutations, Hash = hash, WindowSize = 3 });
        var (found, expected, variance) = (0, 0.0, 0.0);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var random = new Random(pair);
            var (one, other) = NearDuplicates.Pair(80, 0.2 * random.NextDouble(), random);
            var chance = 1 - Math.Pow(1 - Math.Pow(NearDuplicates.Jaccard(one, other, 3), @operator.Shape.Rows), @operator.Shape.Bands);
            expected += chance;
            variance += chance * (1 - chance);
            found += @operator.HashesOf(Some.Sample(one)).Zip(@operator.HashesOf(Some.Sample(other))).Any(bands => bands.First.AsSpan().SequenceEqual(bands.Second)) ? 1 : 0;
        }

        // All pairs share the permutations, so their errors are not quite independent: five standard deviations instead of three.
        Assert.InRange(found, expected - (5 * Math.Sqrt(variance)), expected + (5 * Math.Sqrt(variance)));
        Assert.InRange(expected, Pairs * 0.1, Pairs * 0.9);
    }
}
