using FsCheck.Xunit;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.Semantic;
using Streaming.Operators.Deduplication.SimHash;

namespace Streaming.Operators.Tests.Deduplication;

public class KeepBestTests
{
    private const string Field = "__dj__stats__.quality";

    private static readonly RowSchema Schema = RowSchema.Text.WithStat("quality", ColumnType.Float64).With(new("embedding", new ListType(ColumnType.Float64)));

    private static readonly DocumentMinhashDeduplicatorOptions MinHash =
        new() { WindowSize = 3, NumPermutations = 32, JaccardThreshold = 0.5, Keep = KeepPolicy.Best, Quality = Field };

    public static TheoryData<string> Kinds => new("document", "minhash", "simhash", "semantic");

    [Theory]
    [InlineData("document", 256L << 20)]
    [InlineData("minhash", 256L << 20)]
    [InlineData("simhash", 256L << 20)]
    [InlineData("semantic", 256L << 20)]
    [InlineData("document", 2048)] // spilled
    [InlineData("minhash", 2048)]
    [InlineData("simhash", 2048)]
    [InlineData("semantic", 2048)]
    public async Task The_best_of_an_epoch_stays_and_the_rejects_name_it(string kind, long memoryLimit)
    {
        await using var driver = await OperatorDriver.OpenAsync(Make(kind), Schema, memoryLimit: memoryLimit);

        await driver.ApplyAsync([Of(0, "a", 0.2), Of(1, "b", 0.1)]);
        await driver.ApplyAsync([Of(2, "a", 0.9), Of(3, "a", 0.5), Of(4, "a", 0.9)]);
        Assert.Equal((0, 5), (driver.Out.Count, (int)driver.Held));
        await driver.FinishAsync();

        Assert.Equal(["s1", "s2"], driver.Out.Select(s => s.Id));
        Assert.Equal(["s0", "s3", "s4"], driver.Rejected.Select(r => r.Sample.Id));
        Assert.All(driver.Rejected, r => Assert.Contains("the kept sample 's2'", r.Why.Reason, StringComparison.Ordinal));
        Assert.Equal(0, driver.Held);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_an_earlier_epoch_has_seen_goes_however_good_it_is_also_after_a_restart(string kind)
    {
        var book = new StateBook();
        await using (var first = await OperatorDriver.OpenAsync(Make(kind), Schema, book))
        {
            await first.ApplyAsync([Of(0, "a", 0.2)]);
            await first.FinishAsync();
            first.Save(book);
            await first.ApplyAsync([Of(1, "a", 0.9), Of(2, "c", 0.1), Of(3, "c", 0.2)]);
            await first.FinishAsync();
            Assert.Equal(["s0", "s3"], first.Out.Select(s => s.Id));
            Assert.Contains("an earlier sample", first.Rejected[0].Why.Reason, StringComparison.Ordinal);

            // The second epoch is lost with the crash.
        }

        await using var second = await OperatorDriver.OpenAsync(Make(kind), Schema, book);
        await second.ApplyAsync([Of(1, "a", 0.9), Of(2, "c", 0.1), Of(3, "c", 0.2)]);
        await second.FinishAsync();
        second.Save(book);
        await second.ApplyAsync([Of(4, "c", 1), Of(5, "d", 1)]);
        await second.FinishAsync();

        Assert.Equal(["s3", "s5"], second.Out.Select(s => s.Id));
    }

    // Signatures of short texts are 0, as is the first bucket: nothing of an epoch may be left in it for the next.
    [Fact]
    public async Task Epochs_of_falling_size_with_texts_too_short_for_a_signature_are_each_judged_alone()
    {
        await using var driver = await OperatorDriver.OpenAsync(Make("simhash"), Schema);
        foreach (var (epoch, samples) in new[] { (0, 40), (1, 7), (2, 3) })
        {
            await driver.ApplyAsync([.. Enumerable.Range(0, samples).Select(i => i % 2 == 0 && epoch > 0 ? Some.Sample("short", position: (epoch * 100) + i) : Of((epoch * 100) + i, $"{(char)('a' + epoch)}{i}", i))]);
            await driver.FinishAsync();
            driver.Save(new());
        }

        Assert.Equal(50, driver.Out.Count + driver.Rejected.Count);
        Assert.Single(driver.Out, s => s.Text == "short");
    }

    [Fact]
    public async Task The_lowest_may_be_the_best_and_a_sample_without_a_number_is_the_worst()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new() { Keep = KeepPolicy.Best, Quality = Field, KeepLowest = true }), Schema);

        await driver.ApplyAsync([Some.Sample(Of(0, "a", 0).Text, position: 0), Of(1, "a", 7), Of(2, "a", 3), Some.Sample("b", position: 3)]);
        await driver.FinishAsync();

        Assert.Equal(["s2", "s3"], driver.Out.Select(s => s.Id));
    }

    [Property(MaxTest = 20)]
    public void Of_each_cluster_of_an_epoch_the_best_stays_whether_or_not_samples_are_spilled(int seed)
    {
        var samples = MinHashStreamTests.SamplesOf(seed, 80);
        var random = new Random(seed);
        foreach (var sample in samples)
        {
            sample.Stats["quality"] = (double)random.Next(5);
        }

        var expected = BestOfClusters(samples, 50);

        Assert.Equal(expected, Epochs(samples, 50, 256L << 20));
        Assert.Equal(expected, Epochs(samples, 50, 2048));
    }

    [Fact]
    public async Task What_waits_stays_within_the_memory_budget()
    {
        const long Limit = 2 << 20;
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(MinHash), Schema, memoryLimit: Limit);

        await driver.ApplyAsync(MinHashStreamTests.SamplesOf(4, 6000));
        await driver.FinishAsync();

        Assert.InRange(driver.Memory.Peak, Limit / 8, 7 * Limit / 8);
    }

    [Fact]
    public void Quality_and_best_go_together()
    {
        Assert.Contains(new DocumentDeduplicatorOptions { Keep = KeepPolicy.Best }.Validate(""), p => p.Option == "quality");
        Assert.Contains(new SemanticDeduplicatorOptions { Quality = "text" }.Validate(""), p => p.Option == "keep");
        Assert.Empty(MinHash.Validate(""));
    }

    private static Operator Make(string kind) => kind switch
    {
        "document" => new DocumentDeduplicator(new() { Keep = KeepPolicy.Best, Quality = Field }),
        "minhash" => new DocumentMinhashDeduplicator(MinHash),
        "simhash" => new DocumentSimhashDeduplicator(new() { WindowSize = 2, Keep = KeepPolicy.Best, Quality = Field }),
        _ => new SemanticDeduplicator(new() { Keep = KeepPolicy.Best, Quality = Field }),
    };

    // Texts and vectors that are alike where their names are.
    private static Sample Of(int position, string name, double quality)
    {
        var sample = Some.Sample(string.Join(' ', Enumerable.Range(0, 20).Select(i => $"{name}{i}")), position: position);
        sample.Stats["quality"] = quality;
        var vector = new float[8];
        vector[(name[0] - 'a') % 8] = 1;
        sample.Meta["embedding"] = vector;
        return sample;
    }

    private static IReadOnlyList<string> Epochs(Sample[] samples, int border, long memoryLimit) => EpochsAsync(samples, border, memoryLimit).GetAwaiter().GetResult();

    private static async Task<IReadOnlyList<string>> EpochsAsync(Sample[] samples, int border, long memoryLimit)
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(MinHash), Schema, memoryLimit: memoryLimit);
        foreach (var epoch in new[] { samples[..border], samples[border..] })
        {
            foreach (var batch in epoch.Chunk(7))
            {
                await driver.ApplyAsync(batch);
            }

            await driver.FinishAsync();
            driver.Save(new());
        }

        return [.. driver.Out.Select(s => s.Id)];
    }

    private static List<string> BestOfClusters(Sample[] samples, int border)
    {
        var bands = MinHashStreamTests.BandsOf(samples);
        var kept = new List<string>();
        foreach (var (from, to) in new[] { (0, border), (border, samples.Length) })
        {
            var left = Enumerable.Range(from, to - from).ToHashSet();
            var best = new List<int>();
            while (left.Count > 0)
            {
                var cluster = new HashSet<int> { left.Min() };
                while (left.Where(i => !cluster.Contains(i) && cluster.Any(c => bands[c].Overlaps(bands[i]))).ToList() is { Count: > 0 } more)
                {
                    cluster.UnionWith(more);
                }

                left.ExceptWith(cluster);
                if (!cluster.Any(c => Enumerable.Range(0, from).Any(earlier => bands[earlier].Overlaps(bands[c]))))
                {
                    best.Add(cluster.OrderByDescending(c => (double)samples[c].Stats["quality"]!).ThenBy(c => c).First());
                }
            }

            kept.AddRange(best.Order().Select(i => samples[i].Id));
        }

        return kept;
    }
}
