using System.Diagnostics;
using System.Net.Sockets;
using Apache.Arrow.Ipc;
using Streaming.Operators;

namespace Streaming.Feed.Tests.Serving;

/// <summary>Clients that do not read cost a bounded number of bytes, keep nobody from reading, and are gone when they are gone.</summary>
public sealed class ManyClientsTests
{
    private const string Endless = "passes=1000000&batch_rows=400&window=256";

    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task A_thousand_slow_clients_and_a_hundred_that_vanish_leave_memory_and_others_alone()
    {
        await using var served = await FedTable.StartAsync(2_000, 1_000, change: o => o with { Memory = ByteSize.MiB(8) });
        var feeds = served.Server.Feeds;
        var expected = await ReadAsync(served, batches: 20);
        var slow = new List<RawClient>();
        for (var i = 0; i < 1_000; i++)
        {
            slow.Add(await RawClient.OpenAsync(served.Server.Http.Port, $"{Endless}&seed={i % 8}"));
        }

        await Task.WhenAll(slow.Select(c => c.ReadAsync(1_000)));
        Assert.Equal(1_000, feeds.Open.Count());
        Assert.Equal(expected, await ReadAsync(served, batches: 20));
        Assert.InRange(feeds.Room.Bytes, 0, 2 << 20);
        Assert.InRange(feeds.Windows.Bytes, 0, 8 << 20);

        slow.Take(100).ToList().ForEach(c => c.Vanish());
        await UntilAsync(() => feeds.Open.Count() == 900);
        Assert.Equal(expected, await ReadAsync(served, batches: 20));

        // Who was slow goes on as if it had not been.
        await Task.WhenAll(slow.Skip(100).Take(50).Select(async c =>
        {
            for (var wanted = c.Received + 300_000; c.Received < wanted;)
            {
                Assert.NotEqual(0, await c.ReadAsync(64 << 10));
            }
        }));
        slow.ForEach(c => c.Dispose());
        await UntilAsync(() => !feeds.Open.Any());
        Assert.Equal(0, feeds.Room.Bytes);
    }

    [Fact]
    public async Task A_client_that_is_slow_all_the_way_reads_what_others_read()
    {
        await using var served = await FedTable.StartAsync(2_000, 1_000, change: o => o with { Memory = ByteSize.MiB(4) });
        var expected = await ReadAsync(served, batches: 30);
        var crowd = new List<RawClient>();
        for (var i = 0; i < 100; i++)
        {
            crowd.Add(await RawClient.OpenAsync(served.Server.Http.Port, $"{Endless}&seed={i}"));
        }

        // On a busy machine the crowd may come late to what is wanted of it.
        for (var attempt = 0; attempt == 0 || (attempt < 20 && served.Server.Feeds.Room.Robbed == 0); attempt++)
        {
            Assert.Equal(expected, await ReadAsync(served, batches: 30, pause: TimeSpan.FromMilliseconds(20)));
        }

        Assert.NotEqual(0, served.Server.Feeds.Room.Robbed);
        crowd.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Who_takes_nothing_for_long_is_let_go()
    {
        await using var served = await FedTable.StartAsync(2_000, 1_000, change: o => o with { IdleTimeout = TimeSpan.FromMilliseconds(200) });
        using var client = await RawClient.OpenAsync(served.Server.Http.Port, Endless);
        await UntilAsync(() => served.Server.Feeds.Open.Any());
        await UntilAsync(() => !served.Server.Feeds.Open.Any());

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await client.ReadAsync(1 << 20) > 0)
            {
            }

            throw new SocketException((int)SocketError.ConnectionReset);
        });
    }

    [Fact]
    public async Task Who_waits_for_a_commit_is_not_idle()
    {
        await using var served = await FedTable.StartAsync(200, 100, epochs: 1, o => o with { IdleTimeout = TimeSpan.FromMilliseconds(200) });
        using var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?follow=true&batch_rows=100&columns=id"));
        using var reader = new ArrowStreamReader(response);
        Assert.Equal(100, (await reader.ReadNextRecordBatchAsync()).Length);
        await Task.Delay(500);
        await served.Table.GrowAsync();

        Assert.Equal(100, (await reader.ReadNextRecordBatchAsync()).Length);
    }

    private static async Task<List<string>> ReadAsync(FedTable served, int batches, TimeSpan pause = default)
    {
        using var response = await Client.GetStreamAsync(new Uri(served.Server.Http, "/v1/feed?seed=99&" + Endless));
        using var reader = new ArrowStreamReader(response);
        var ids = new List<string>();
        for (var i = 0; i < batches; i++)
        {
            using var batch = await reader.ReadNextRecordBatchAsync();
            ids.AddRange(batch.Ids());
            await Task.Delay(pause);
        }

        return ids;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds() && waited.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(10);
        }

        Assert.True(holds());
    }
}
