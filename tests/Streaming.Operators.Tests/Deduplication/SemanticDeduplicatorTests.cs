using FsCheck.Xunit;
using Streaming.Operators.Deduplication.Semantic;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication;

public class SemanticDeduplicatorTests
{
    [Fact]
    public async Task A_near_vector_is_rejected_with_its_cosine_and_a_far_one_is_kept()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SemanticDeduplicator(new()));

        await driver.ApplyAsync([Of(0, 1, 0, 0), Of(1, 0, 1, 0), Of(2, 0.1f, 2, 0), Of(3, 0, 0, -1e30f), Of(4, 0, 0, 1e-30f)]);

        Assert.Equal(["s0", "s1", "s3", "s4"], driver.Out.Select(s => s.Id));
        Assert.Equal(2 / Math.Sqrt(4.01), Assert.Single(driver.Rejected).Why.Value!.Value, 3);
    }

    [Fact]
    public async Task Vectors_may_be_lists_of_any_numbers_and_a_sample_without_one_stays()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SemanticDeduplicator(new()));
        object?[] vectors = [new double[] { 1, 2 }, new object?[] { 2L, 4.0 }, null, new float[] { 0, 0 }, new object?[] { "x", 1 }, new float[] { 1, float.NaN }, "no list", new float[] { 1, 2, 3 }, Array.Empty<float>()];

        await driver.ApplyAsync(vectors.Select((v, i) => With(Some.Sample("", position: i), v)));

        Assert.Equal(["s0", "s2", "s8"], driver.Out.Select(s => s.Id));
        Assert.Equal(["s1", "s7"], driver.Rejected.Select(r => r.Sample.Id));
        Assert.Equal(4, driver.DeadLetters.Count);
    }

    [Property(MaxTest = 20)]
    public void With_every_cluster_looked_into_what_is_kept_is_what_brute_force_keeps(int seed)
    {
        var stream = StreamOf(seed, 200);
        var kept = Passes.InBatches(new SemanticDeduplicator(new() { NumClusters = 7, NumProbes = 7, CosineThreshold = 0.9 }), stream);

        var expected = new List<Sample>();
        foreach (var sample in stream)
        {
            if (!expected.Any(e => Cosine(e, sample) >= 0.9f))
            {
                expected.Add(sample);
            }
        }

        Assert.Equal(expected.Select(s => s.Id), kept.Select(s => s.Id));
    }

    [Property(MaxTest = 20)]
    public void A_pass_that_crashes_after_every_barrier_keeps_what_an_undisturbed_one_does(int seed)
    {
        var stream = StreamOf(seed, 150);
        SemanticDeduplicator Make() => new(new() { NumClusters = 8, NumProbes = 2, CosineThreshold = 0.9, MaxVectors = 40 });

        Assert.Equal(Passes.InBatches(Make(), stream).Select(s => s.Id), Passes.WithCrashes(Make, stream, [0, 13, 50, 50, 101], 1 << 20).Select(s => s.Id));
    }

    [Fact]
    public async Task No_more_vectors_are_kept_than_asked_for_and_a_warning_says_so()
    {
        var @operator = new SemanticDeduplicator(new() { MaxVectors = 10, CosineThreshold = 0.99 });
        await using var driver = await OperatorDriver.OpenAsync(@operator);

        await driver.ApplyAsync(StreamOf(3, 300));

        Assert.Equal(10, @operator.Count);
        Assert.Contains("oldest", Assert.Single(driver.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_made_with_other_options_is_refused()
    {
        await using var driver = await OperatorDriver.OpenAsync(new SemanticDeduplicator(new()));
        await driver.ApplyAsync([Of(0, 1, 0)]);
        var book = new StateBook();
        driver.Save(book);

        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new SemanticDeduplicator(new() { NumClusters = 9 }), state: book));
    }

    private static Sample Of(int position, params float[] vector) => With(Some.Sample("", position: position), vector);

    private static Sample With(Sample sample, object? vector)
    {
        sample.Meta["embedding"] = vector;
        return sample;
    }

    // Around thirty directions, more or less near to them.
    private static Sample[] StreamOf(int seed, int count)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, 30).Select(_ => Direction(random)).ToArray();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (centre, noise, spread) = (centres[random.Next(centres.Length)], Direction(random), random.NextSingle());
            return Of(i, [.. centre.Select((c, d) => c + (spread * noise[d]))]);
        })];
    }

    private static float[] Direction(Random random) => [.. Enumerable.Range(0, 12).Select(_ => (random.NextSingle() * 2) - 1)];

    private static float Cosine(Sample one, Sample other) =>
        System.Numerics.Tensors.TensorPrimitives.Dot<float>(EmbeddingColumn.UnitOf(one, "embedding"), EmbeddingColumn.UnitOf(other, "embedding"));
}
