using FsCheck.Xunit;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication;

public class MinHashDatasetTests
{
    private static readonly DocumentMinhashDeduplicatorOptions Small =
        new() { WindowSize = 3, NumPermutations = 32, JaccardThreshold = 0.5, Scope = DeduplicationScope.Dataset };

    [Property(MaxTest = 20)]
    public void The_first_sample_of_each_cluster_stays_whether_or_not_it_is_spilled(int seed)
    {
        var stream = MinHashStreamTests.SamplesOf(seed, 60);
        var expected = FirstOfClusters(stream);

        var inMemory = Passes.InBatches(new DocumentMinhashDeduplicator(Small), stream);
        var spilled = Passes.InBatches(new DocumentMinhashDeduplicator(Small), stream, memoryLimit: 2048);

        Assert.Equal(expected, inMemory.Select(s => s.Id));
        Assert.Equal(expected, spilled.Select(s => s.Id));
    }

    [Property(MaxTest = 20)]
    public void A_stream_keeps_what_a_data_set_keeps_and_those_only_a_later_bridge_would_join(int seed)
    {
        var samples = MinHashStreamTests.SamplesOf(seed, 60);
        var bands = MinHashStreamTests.BandsOf(samples);

        var dataset = Passes.InBatches(new DocumentMinhashDeduplicator(Small), samples).Select(s => s.Id).ToHashSet();
        var stream = Passes.InBatches(new DocumentMinhashDeduplicator(Small with { Scope = DeduplicationScope.Stream }), samples).Select(s => s.Id).ToHashSet();

        Assert.Superset(dataset, stream);
        Assert.All(stream.Except(dataset), id =>
        {
            var at = Array.FindIndex(samples, s => s.Id == id);
            Assert.Contains(bands.Skip(at + 1), later => later.Overlaps(bands[at]));
        });
    }

    [Fact]
    public async Task Nothing_leaves_before_the_end_and_everything_leaves_in_batches_then()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(Small));
        var samples = MinHashStreamTests.SamplesOf(3, 300);

        await driver.ApplyAsync(samples);
        Assert.Equal((0, 300), (driver.Out.Count, (int)driver.Held));
        var last = await driver.FinishAsync();

        Assert.Equal(samples.Select(s => s.Id).Order(), driver.Out.Select(s => s.Id).Concat(driver.Rejected.Select(r => r.Sample.Id)).Order());
        Assert.Equal(0, driver.Held);
    }

    [Fact]
    public async Task Spilled_samples_come_back_with_every_member()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(Small), memoryLimit: 2048);
        var sample = Some.Sample("a text that has more than three words", position: 9);
        sample.Meta["rows"] = new object?[] { 1L, null };
        sample.Stats["score"] = 0.5;

        await driver.ApplyAsync([sample]);
        await driver.FinishAsync();

        var back = Assert.Single(driver.Out);
        Assert.NotSame(sample, back);
        Assert.Equal((sample.Text, sample.Lineage.Position, 0.5), (back.Text, back.Lineage.Position, back.Stats["score"]));
        Assert.Equal(sample.Meta["rows"], back.Meta["rows"]);
    }

    [Fact]
    public async Task What_is_held_stays_within_the_memory_budget_however_large_the_input()
    {
        const long Limit = 2 << 20;
        const long FileBuffer = 128 << 10;
        const int Samples = 6000;
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(Small), memoryLimit: Limit);

        await driver.ApplyAsync(MinHashStreamTests.SamplesOf(4, Samples));
        await driver.FinishAsync();

        // An eighth for samples and one for keys, the buffer of the file behind them, and some bytes a sample.
        Assert.InRange(driver.Memory.Peak, Limit / 8, (Limit / 4) + FileBuffer + (30 * Samples));
    }

    [Fact]
    public async Task Its_state_cannot_be_recorded_before_the_end()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(Small));
        await driver.ApplyAsync("text");

        Assert.Throws<InvalidOperationException>(() => driver.Save(new()));
    }

    private static List<string> FirstOfClusters(Sample[] samples)
    {
        var bands = MinHashStreamTests.BandsOf(samples);
        var clusters = Enumerable.Range(0, samples.Length).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < samples.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (clusters[i] != clusters[j] && bands[i].Overlaps(bands[j]))
                    {
                        clusters[i] = clusters[j] = Math.Min(clusters[i], clusters[j]);
                        changed = true;
                    }
                }
            }
        }

        return [.. samples.Where((_, i) => clusters[i] == i).Select(s => s.Id)];
    }
}
