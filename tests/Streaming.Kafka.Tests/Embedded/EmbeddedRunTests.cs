using Streaming.Kafka.Embedded;
using Streaming.Kafka.Tests.Reading;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Kafka.Tests.Embedded;

/// <summary><c>embedded: true</c> in a source and in a sink of one run.</summary>
public sealed class EmbeddedRunTests
{
    [Fact]
    public async Task A_source_and_a_sink_share_the_broker_in_their_process()
    {
        var broker = EmbeddedBroker.Shared;
        broker.EnsureTopic("raw", 2);
        using var files = new PageTable("""
            name: embedded
            epoch: { samples: 30 }
            source: { kafka: { embedded: true, topics: [raw], group_id: embedded, columns: { text: body }, settings: { "session.timeout.ms": "1000", "heartbeat.interval.ms": "200" } } }
            sink: { kafka: { embedded: true, topic: cooked, path: out/cooked } }
            """);
        for (var part = 1; part <= 2; part++)
        {
            Pages.Produce(broker.BootstrapServers, "raw", (part - 1) * 100, 100, partitions: 2);
            var report = await RunAsync(files.Topology);
            Assert.Equal((RunStatus.Completed, null, 100L), (report.Status, report.Error?.Message, report.Totals.Samples.Out));
            var keys = CommittedMessages.Of(broker.BootstrapServers, "cooked").Select(m => m.Key).ToList();
            Assert.Equal(part * 100, keys.Count);
            Assert.Equal(Pages.Keys(0, part * 100), keys.ToHashSet());
        }
    }

    [Fact]
    public void A_sink_into_it_is_warned_of() =>
        Assert.Contains(
            new TopologyReader(OperatorCatalog.Default).ReadText("{ name: t, source: { kafka: { embedded: true, topics: [raw], group_id: g } }, sink: { kafka: { embedded: true, topic: t, path: out } } }", "/").Problems,
            p => p.IsWarning && p.Message.Contains("no transactions", StringComparison.Ordinal));

    private static async Task<RunReport> RunAsync(string topology)
    {
        var reading = new TopologyReader(OperatorCatalog.Default).ReadFile(topology);
        Assert.All(reading.Problems, p => Assert.True(p.IsWarning, p.Message));
        await using var plan = await Planner.PlanAsync(reading.Spec!, new() { Threads = 2 }, CancellationToken.None);
        return await Run.ExecuteAsync(plan, new() { StopAtEnd = true }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
    }
}
