using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Kafka.Sink;
using Streaming.Kafka.Tests.Reading;
using Streaming.Runtime;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>Rejects and dead letters in topics of a real broker: a reader of committed messages sees each once, whatever breaks on the way.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class SideTopicTests(SharedBroker shared)
{
    private const int Samples = 400;

    // Every third is refused, every tenth of the rest breaks its operator.
    private static readonly IReadOnlyList<string> _refused = [.. Enumerable.Range(0, Samples).Where(i => i % 3 == 0).Select(i => $"a:{i}")];
    private static readonly IReadOnlyList<int> _broken = [.. Enumerable.Range(0, Samples).Where(i => i % 3 != 0 && i % 10 == 0)];

    [SkippableFact]
    public async Task Rejects_and_dead_letters_are_in_their_topics_once_whatever_step_of_a_delivery_breaks()
    {
        var broker = await shared.GetAsync();
        using var topology = Topology();
        var name = Guid.NewGuid().ToString("N");
        for (var breakAt = 2; ; breakAt += 5)
        {
            if (await IsCompleteAsync(topology, broker.Bootstrap, name, breakAt))
            {
                break;
            }
        }

        var rejects = CommittedMessages.Of(broker.Bootstrap, "rejects-" + name);
        Assert.Equal(_refused, rejects.Select(m => m.Key));
        var first = JsonNode.Parse(rejects[0].Value)!;
        Assert.Equal(("test_filter", "the test says no", 1), ((string)first["operator"]!, (string)first["reason"]!, (int)first["epoch"]!));
        var letters = CommittedMessages.Of(broker.Bootstrap, "letters-" + name);
        Assert.Equal(_broken.Select(i => $"a:{i}"), letters.Select(m => (string)JsonNode.Parse(m.Value)!["id"]!));
        Assert.All(letters, m => Assert.Equal("test_mapper", Encoding.UTF8.GetString(m.Headers.GetLastBytes("operator"))));
        Assert.All(letters, m => Assert.Equal("it breaks", Encoding.UTF8.GetString(m.Headers.GetLastBytes("error"))));
    }

    [SkippableFact]
    public async Task A_topology_names_the_topics_and_a_worker_that_is_killed_again_and_again_sends_each_once()
    {
        const int Count = 600;
        var broker = await shared.GetAsync();
        await broker.CreateAsync("side-in", 2);
        Pages.Produce(broker.Bootstrap, "side-in", "bad", Pages.Bytes("{ no json"));
        Pages.Produce(broker.Bootstrap, "side-in", 0, Count, partitions: 2);
        using var table = new PageTable($$"""
            name: pages
            epoch: { samples: 40 }
            source: { kafka: { bootstrap_servers: "{{broker.Bootstrap}}", topics: [side-in], group_id: side-in, columns: { text: body, n: page.n }, types: { n: int64 } } }
            steps:
              - specified_numeric_field_filter: { field_key: n, min_value: 100 }
            sink: { delta: { path: out/pages } }
            rejects: { kafka: { bootstrap_servers: "{{broker.Bootstrap}}", topic: side-rejects, path: out/rejects } }
            dead_letters: { kafka: { bootstrap_servers: "{{broker.Bootstrap}}", topic: side-letters, path: out/letters, value: bytes, value_column: payload, headers: [error] }, max_ratio: 1 }
            """);
        for (var epochs = 1; epochs <= 9; epochs += 4)
        {
            await using var killed = Worker.Run(table.Topology, "--stop-at", "end");
            while (table.Versions < epochs && !killed.HasExited)
            {
                await Task.Delay(20);
            }
        }

        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
        Assert.Equal(Pages.Keys(100, Count - 100).Order(), table.Ids().Order());
        Assert.Equal(Pages.Keys(0, 100).Order(), CommittedMessages.Of(broker.Bootstrap, "side-rejects").Select(m => m.Key).Order());
        var letter = Assert.Single(CommittedMessages.Of(broker.Bootstrap, "side-letters"));
        Assert.Equal("{ no json", letter.Value);
        Assert.StartsWith("topic side-in, partition 0, offset 0:", Encoding.UTF8.GetString(letter.Headers.GetLastBytes("error")), StringComparison.Ordinal);
    }

    // What was committed but not delivered is delivered before the run begins: there a fault is not the run's, but the caller's.
    private static async Task<bool> IsCompleteAsync(TestTopology topology, string bootstrap, string name, int breakAt)
    {
        var steps = 0;
        try
        {
            var report = await RunAsync(topology, bootstrap, name, () => _ = ++steps == breakAt ? throw new InvalidOperationException("broken") : 0);
            Assert.True(report.Status == RunStatus.Completed || report.Error!.Message.Contains("broken", StringComparison.Ordinal), report.Error?.Message);
            return report.Status == RunStatus.Completed;
        }
        catch (InvalidOperationException e) when (e.Message == "broken")
        {
            return false;
        }
    }

    private static TestTopology Topology()
    {
        var topology = new TestTopology { Epoch = new(Samples: 100) };
        topology.From("in", ListSourceOptions.Numbered(Samples)).Then(
            TestTopology.Keep(s => NumberOf(s.Id) % 3 != 0),
            TestTopology.Map(s => NumberOf(s.Id) % 10 == 0 ? throw new InvalidOperationException("it breaks") : s.Text));
        return topology;
    }

    private static async Task<RunReport> RunAsync(TestTopology topology, string bootstrap, string name, Action at)
    {
        var rejects = new KafkaSinkOptions { BootstrapServers = bootstrap, Topic = "rejects-" + name, Path = Path.Combine(topology.Folder, "rejects"), ConnectTimeout = TimeSpan.FromSeconds(20) };
        var letters = rejects with { Topic = "letters-" + name, Path = Path.Combine(topology.Folder, "letters"), Value = ValueFormat.Bytes, ValueColumn = "payload", Headers = ["operator", "error"] };
        var spec = topology.Build() with
        {
            RejectsSink = TestTopology.Spec<BreakingTopic>(new BreakingOptions(rejects, (_, _) => at())),
            DeadLettersSink = TestTopology.Spec<BreakingTopic>(new BreakingOptions(letters, (_, _) => at())),
        };
        await using var plan = await Planner.PlanAsync(spec, new() { Threads = 2 }, CancellationToken.None);
        return await Run.ExecuteAsync(plan, new(), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    private static int NumberOf(string id) => int.Parse(id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
