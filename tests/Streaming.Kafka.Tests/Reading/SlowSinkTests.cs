using Confluent.Kafka;
using Streaming.Kafka.Reading;
using Streaming.Operators;
using Streaming.Tables;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>A run that takes its time.</summary>
[Collection(SharedBrokerTests.Name)]
public sealed class SlowSinkTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task A_sink_that_sleeps_longer_than_the_group_waits_for_a_poll_costs_no_eviction()
    {
        const int Samples = 30_000;
        var broker = await shared.GetAsync();
        await broker.CreateAsync("slow-sink", 2);
        Pages.Produce(broker.Bootstrap, "slow-sink", 0, Samples, partitions: 2);
        using var topology = new TestTopology { Memory = ByteSize.MiB(16), Epoch = new(Samples: 5_000) };
        var store = new FaultingStore(new LocalStore(topology.Table));
        var sleep = store.Hold(FaultingStore.Write, ".lines");
        topology.To("out", new(topology.Table) { Store = _ => store });
        var options = new KafkaSourceOptions
        {
            BootstrapServers = broker.Bootstrap,
            Topics = ["slow-sink"],
            GroupId = "slow-sink",
            Columns = new Dictionary<string, string> { ["text"] = "body" },
            Settings = new Dictionary<string, string> { ["session.timeout.ms"] = "2000", ["heartbeat.interval.ms"] = "300", ["max.poll.interval.ms"] = "2500" },
        };
        await using var run = LiveRun.Start(topology.Build() with { Sources = [new("in", TestTopology.Spec<KafkaSource>(options), [])] }, stopAtEnd: true);
        await sleep.Reached.WaitAsync(TimeSpan.FromMinutes(1));
        await run.UntilAsync(() => run.Source is { } s && s.Paused > TimeSpan.Zero, "a pause in the gauges");
        var before = run.Source!;
        await run.UntilAsync(() => run.Source!.Paused - before.Paused > TimeSpan.FromSeconds(6), "six seconds of pause in the gauges");
        var after = run.Source!;
        sleep.Release();
        var report = await run.EndAsync();
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Error?.Message));
        Assert.Equal(before.Rebalances, after.Rebalances);
        Assert.True(report.Totals.Sources[0].Counts["pauses"] >= 1);
        var ids = await topology.IdsAsync();
        Assert.Equal(Samples, ids.Count);
        Assert.Equal(Pages.Keys(0, Samples), ids.ToHashSet());
    }

    [SkippableFact]
    public async Task A_backlog_of_a_gigabyte_is_read_within_the_memory_budget()
    {
        const int Samples = 300_000;
        var broker = await shared.GetAsync();
        await broker.CreateAsync("backlog", 3);

        // Words in random order, so that they compress as texts do: brokers send compressed batches, which grow in the client.
        var random = new Random(17);
        var words = Enumerable.Range(0, 5_000).Select(i => Convert.ToHexStringLower(BitConverter.GetBytes(i * 2_654_435_761L))[..6]).ToArray();
        string Body() => string.Join(' ', random.GetItems(words, 430));
        foreach (var part in Enumerable.Range(0, Samples).Chunk(30_000))
        {
            Pages.Send(broker.Bootstrap, "backlog", part.Select(i => (i % 3, new Message<byte[]?, byte[]?> { Key = Pages.Bytes($"k{i}"), Value = Pages.Bytes($"{{\"body\":\"{Body()}\"}}") })));
        }

        using var table = PageTable.For(broker.Bootstrap, "backlog", "columns: { text: body }", "memory: 256MiB");
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        var (code, report) = await worker.EndAsync(300);
        Assert.True(code == 0, worker.Errors);
        Assert.Equal(Samples, (long)report["samples"]!["out"]!);
        Assert.Equal([(long)Samples, (long)Samples], table.Query("count(*), count(distinct id)").Single().Select(v => (long)v!));
        Assert.InRange((long)report["peak_budget_bytes"]!, 1, 256L << 20);

        // What the project promises of peak memory: 1.2 times the budget, and 150 MB for the program itself.
        Assert.InRange((long)report["peak_rss_bytes"]!, 1, (long)(1.2 * (256L << 20)) + 150_000_000);
    }
}
