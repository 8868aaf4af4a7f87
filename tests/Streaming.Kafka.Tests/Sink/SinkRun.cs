using Streaming.Kafka.Sink;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>Numbered samples into a table and a topic, or a topic alone.</summary>
internal sealed class SinkRun : IDisposable
{
    private readonly TestTopology _topology = new() { Epoch = new(Samples: 100) };

    public SinkRun(string bootstrapServers, int samples = 1_000)
    {
        Topic = "t" + Guid.NewGuid().ToString("N");
        Options = new() { BootstrapServers = bootstrapServers, Topic = Topic, Path = Path.Combine(_topology.Folder, "topic"), ConnectTimeout = TimeSpan.FromSeconds(20) };
        Samples = samples;
        _topology.From("in", ListSourceOptions.Numbered(samples));
    }

    public string Topic { get; }

    public int Samples { get; }

    public KafkaSinkOptions Options { get; set; }

    public TestTopology Topology => _topology;

    public IEnumerable<string> Ids => Enumerable.Range(0, Samples).Select(i => $"a:{i}");

    /// <summary>Runs to the end, or to a fault.</summary>
    public async Task<RunReport> RunAsync(bool withTable, Action<DeliveryStep, long>? at = null)
    {
        var spec = _topology.Build();
        var topic = new SinkSpec("topic", at is null ? TestTopology.Spec<KafkaSink>(Options) : TestTopology.Spec<BreakingTopic>(new BreakingOptions(Options, at)));
        spec = withTable
            ? spec with { Sinks = [.. spec.Sinks, topic], Steps = [new TeeStep([new("copy", null, [], "topic")], new(1, 1))] }
            : spec with { Sinks = [topic] };
        await using var plan = await Planner.PlanAsync(spec, new() { Threads = 2 }, CancellationToken.None);
        return await Run.ExecuteAsync(plan, new(), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    /// <summary>The keys of the topic, as a reader of committed messages sees them, to the end.</summary>
    public List<string> Keys() => [.. CommittedMessages.Of(Options.BootstrapServers, Topic).Select(m => m.Key)];

    public void Dispose() => _topology.Dispose();
}
