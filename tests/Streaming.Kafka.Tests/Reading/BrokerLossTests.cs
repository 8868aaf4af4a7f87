using Confluent.Kafka;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Brokers that go while workers read from them.</summary>
public sealed class BrokerLossTests(SharedBroker own) : IClassFixture<SharedBroker>
{
    [SkippableTheory]
    [InlineData(45, 0)]
    [InlineData(2, 6)]
    public async Task A_broker_that_is_killed_and_comes_back_costs_no_sample_within_the_session_and_after_it(int sessionSeconds, int secondsAway)
    {
        var broker = await own.GetAsync();
        var topic = $"away-{sessionSeconds}";
        await broker.CreateAsync(topic, 4);
        using var table = PageTable.For(broker.Bootstrap, topic, $"columns: {{ text: body }}, settings: {{ \"session.timeout.ms\": \"{sessionSeconds}000\", \"heartbeat.interval.ms\": \"300\" }}");
        await using var workers = new WorkerGroup(table, 3);
        Pages.Produce(broker.Bootstrap, topic, 0, 1_000, partitions: 4);
        await workers.WaitForAsync(500);
        broker.Kill();
        var sending = Task.Run(() => Pages.Produce(broker.Bootstrap, topic, 1_000, 1_000, partitions: 4));
        await Task.Delay(TimeSpan.FromSeconds(secondsAway));
        await broker.StartAgainAsync();
        await sending;
        await workers.FinishAsync(2_000);
    }

    [SkippableFact]
    public async Task A_broker_that_stays_away_ends_the_run_in_its_words_and_the_next_run_goes_on()
    {
        var broker = await own.GetAsync();
        await broker.CreateAsync("gone", 1);
        Pages.Produce(broker.Bootstrap, "gone", 0, 100);
        using var table = PageTable.For(broker.Bootstrap, "gone", "columns: { text: body }, broker_timeout: 3s");
        await using (var worker = Worker.Run(table.Topology))
        {
            await table.WaitForAsync(100, 60, worker);
            broker.Kill();
            Assert.Equal(1, (await worker.EndAsync()).Code);
            Assert.Contains("no broker has answered for 3 s", worker.Errors, StringComparison.Ordinal);
            Assert.Contains("Connection refused", worker.Errors, StringComparison.Ordinal);
        }

        await broker.StartAgainAsync();
        Pages.Produce(broker.Bootstrap, "gone", 100, 100);
        await using var next = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await next.EndAsync()).Code == 0, next.Errors);
        Assert.Equal(200, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, 200), table.Ids().ToHashSet());
    }

    [SkippableFact]
    public async Task A_leader_that_moves_to_another_node_costs_no_sample()
    {
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        await using var cluster = await RealCluster.StartAsync(("KAFKA_BROKER_SESSION_MS", "3000"));
        await cluster.CreateAsync("moving", 3);
        using var table = PageTable.For(cluster.Bootstrap, "moving", "columns: { text: body }");
        await using var workers = new WorkerGroup(table, 2);
        Pages.Produce(cluster.Bootstrap, "moving", 0, 600, partitions: 3);
        await workers.WaitForAsync(600);

        // First the node that coordinates the group, then the leader of partition 0, wherever it is then.
        var node = LeaderOf(cluster, "__consumer_offsets");
        for (var round = 1; round <= 2; round++)
        {
            cluster.Kill(node);
            Pages.Produce(cluster.Bootstrap, "moving", round * 600, 600, partitions: 3);
            await workers.WaitForAsync((round + 1) * 600);
            Assert.NotEqual(node, LeaderOf(cluster, "moving"));
            await cluster.StartAgainAsync(node);
            node = LeaderOf(cluster, "moving");
        }

        await workers.FinishAsync(1_800);
    }

    private static int LeaderOf(RealCluster cluster, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = cluster.Bootstrap }).Build();
        return admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics.Single().Partitions.Single(p => p.PartitionId == 0).Leader;
    }
}
