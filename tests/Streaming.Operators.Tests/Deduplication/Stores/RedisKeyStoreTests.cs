using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication.Stores;

public class RedisKeyStoreTests
{
    [SkippableFact]
    public async Task Of_workers_that_see_the_same_texts_at_once_exactly_one_keeps_each()
    {
        using var server = RedisServer.Start();
        var samples = Enumerable.Range(0, 4).Select(worker => Enumerable.Range(0, 500)
            .Select(i => Some.Sample($"text {(i * 7) % 500}", id: $"{worker}-{i}", position: i)).ToList()).ToList();

        var kept = await Task.WhenAll(samples.Select(async mine =>
        {
            await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new() { Store = KeyStoreKind.Redis, StoreServer = server.Address, StoreName = "texts" }));
            foreach (var batch in mine.Chunk(20))
            {
                await driver.ApplyAsync(batch);
                await Task.Yield();
            }

            return driver.Texts;
        }));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"text {i}").Order(), kept.SelectMany(k => k).Order());
    }

    [SkippableFact]
    public async Task All_keys_of_a_sample_are_claimed_at_once_however_many_there_are()
    {
        using var server = RedisServer.Start();
        using var one = new RedisKeyStore<ulong>(server.Address, "keys", "test");
        using var other = new RedisKeyStore<ulong>(server.Address, "keys", "test");
        for (var round = 0; round < 40; round++)
        {
            var keys = Enumerable.Range(0, 3_000).Select(i => ((ulong)round << 32) | (uint)i).ToArray();
            var both = await Task.WhenAll(Task.Run(() => ClaimOf(one, keys, 1)), Task.Run(() => ClaimOf(other, keys, 3)));
            Assert.Equal([0, keys.Length], both.Order());
        }

        static int ClaimOf(RedisKeyStore<ulong> store, ulong[] keys, ulong owner)
        {
            var isNew = new bool[keys.Length];
            store.Add(keys, [.. Enumerable.Repeat(owner, keys.Length)], isNew);
            return isNew.Count(n => n);
        }
    }

    [SkippableFact]
    public void A_pass_that_crashes_after_every_barrier_keeps_what_an_undisturbed_one_does()
    {
        using var server = RedisServer.Start();
        var options = new DocumentMinhashDeduplicatorOptions { WindowSize = 3, NumPermutations = 32, JaccardThreshold = 0.5 };
        for (var seed = 0; seed < 5; seed++)
        {
            var stream = MinHashStreamTests.SamplesOf(seed, 80);
            var shared = options with { Store = KeyStoreKind.Redis, StoreServer = server.Address, StoreName = $"pass-{seed}" };

            var undisturbed = Passes.InBatches(new DocumentMinhashDeduplicator(options), stream);
            var crashed = Passes.WithCrashes(() => new DocumentMinhashDeduplicator(shared), stream, [0, 11, 30, 30, 52], 256 << 20);

            Assert.Equal(undisturbed.Select(s => s.Id), crashed.Select(s => s.Id));
        }
    }

    [SkippableFact]
    public void A_server_that_was_emptied_is_filled_again_from_the_table()
    {
        var book = new StateBook();
        using (var server = RedisServer.Start())
        {
            using var index = StoreKit.Open(Options(server), book);
            Assert.True(index.Add(1, Some.Sample("a")));
            Assert.True(index.Add(2, Some.Sample("b", position: 1)));
            StoreKit.Save(index, book);
            Assert.Equal(2, index.Count);
        }

        using var fresh = RedisServer.Start();
        using var again = StoreKit.Open(Options(fresh), book);

        Assert.False(again.Add(1, Some.Sample("a")));
        Assert.True(again.Add(3, Some.Sample("c", position: 2)));
        Assert.Equal(3, again.Count);
    }

    [SkippableFact]
    public void A_sample_that_brings_a_key_twice_has_seen_it_the_second_time_also_when_it_comes_again()
    {
        using var server = RedisServer.Start();
        var sample = Some.Sample("a");
        for (var life = 0; life < 2; life++)
        {
            using var index = StoreKit.Open(Options(server), new());
            Assert.True(index.Add(1, sample));
            Assert.False(index.Add(1, sample));
            Assert.False(index.Add(1, Some.Sample("b", position: 9)));
        }
    }

    [SkippableFact]
    public async Task A_name_is_for_operators_of_one_kind_with_the_same_parameters()
    {
        using var server = RedisServer.Start();
        var options = new DocumentDeduplicatorOptions { Store = KeyStoreKind.Redis, StoreServer = server.Address, StoreName = "texts" };
        await using var first = await OperatorDriver.OpenAsync(new DocumentDeduplicator(options));
        await using var second = await OperatorDriver.OpenAsync(new DocumentDeduplicator(options));

        var refused = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new DocumentDeduplicator(options with { Lowercase = true })));

        Assert.Contains("'texts'", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_pipelines_that_read_the_same_samples_are_duplicates_of_each_other()
    {
        using var server = RedisServer.Start();
        var options = new DocumentDeduplicatorOptions { Store = KeyStoreKind.Redis, StoreServer = server.Address, StoreName = "texts" };
        await using var first = await OperatorDriver.OpenAsync(new DocumentDeduplicator(options), pipeline: "one");
        await using var again = await OperatorDriver.OpenAsync(new DocumentDeduplicator(options), pipeline: "one");
        await using var second = await OperatorDriver.OpenAsync(new DocumentDeduplicator(options), pipeline: "other");
        foreach (var driver in new[] { first, again, second })
        {
            await driver.ApplyAsync("a text", "another");
        }

        Assert.Equal((2, 2, 0), (first.Out.Count, again.Out.Count, second.Out.Count));
    }

    private static KeyStoreOptions Options(RedisServer server) =>
        new DocumentMinhashDeduplicatorOptions { Store = KeyStoreKind.Redis, StoreServer = server.Address, StoreName = "keys" };
}
