using Streaming.Kafka.Reading;
using Streaming.Tables;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>The group takes partitions from a worker that cannot commit what it has read of them.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class RevokeTimeoutTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task An_epoch_that_is_not_committed_in_time_is_abandoned_whole_and_read_by_the_next_owner()
    {
        const int Samples = 4_000;
        var broker = await shared.GetAsync();
        await broker.CreateAsync("revoked-late", 4);
        Pages.Produce(broker.Bootstrap, "revoked-late", 0, Samples, partitions: 4);
        using var topology = new TestTopology();
        var stuck = new FaultingStore(new LocalStore(topology.Table));
        var write = stuck.Hold(FaultingStore.Write, ".lines");
        await using var slow = Start(topology, stuck, broker.Bootstrap);
        await write.Reached.WaitAsync(TimeSpan.FromMinutes(1));

        await using var next = Start(new TestTopology(topology.Folder), new(new LocalStore(topology.Table)), broker.Bootstrap);
        await next.UntilAsync(() => next.Committed >= Samples / 2, "what the group gave it, while the first still writes");
        Assert.Equal(0, slow.Committed);

        write.Release();
        await next.UntilAsync(() => slow.Committed + next.Committed >= Samples, "the rest");
        Assert.Null((await next.DrainAsync()).Error);
        Assert.Null((await slow.DrainAsync()).Error);
        var ids = await topology.IdsAsync();
        Assert.Equal(Samples, ids.Count);
        Assert.Equal(Pages.Keys(0, Samples), ids.ToHashSet());
    }

    private static LiveRun Start(TestTopology topology, FaultingStore store, string bootstrap)
    {
        topology.Epoch = new(Every: TimeSpan.FromMilliseconds(500));
        topology.To("out", new(topology.Table) { Store = _ => store });
        var options = new KafkaSourceOptions
        {
            BootstrapServers = bootstrap,
            Topics = ["revoked-late"],
            GroupId = "revoked-late",
            RevokeTimeout = TimeSpan.FromSeconds(2),
            Columns = new Dictionary<string, string> { ["text"] = "body" },
        };
        return LiveRun.Start(topology.Build() with { Sources = [new("in", TestTopology.Spec<KafkaSource>(options), [])] });
    }
}
