using Confluent.Kafka;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Messages of transactions.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class IsolationTests(SharedBroker shared)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task Aborted_transactions_are_never_seen_and_open_ones_are_not_waited_for()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("isolated", 1);
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = broker.Bootstrap, TransactionalId = "isolated", LingerMs = 5 }).Build();
        producer.InitTransactions(_patience);
        Begin(producer, 0);
        producer.CommitTransaction(_patience);
        Begin(producer, 10);
        producer.AbortTransaction(_patience);
        Begin(producer, 20);

        using var table = PageTable.For(broker.Bootstrap, "isolated", "columns: { text: body }");
        await RunToEndAsync(table);
        Assert.Equal(Pages.Keys(0, 10), table.Ids().ToHashSet());

        producer.CommitTransaction(_patience);
        Begin(producer, 30);
        producer.AbortTransaction(_patience);
        await RunToEndAsync(table);
        Assert.Equal(20, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, 10).Union(Pages.Keys(20, 10)).ToHashSet(), table.Ids().ToHashSet());

        // Forty messages and four control records: the position is beyond all of them, so that lag tools show none.
        Assert.Equal(44, table.Positions()["isolated/0"]);
        Assert.Contains("offset\tisolated\t0\t44\t", await broker.ToolAsync("group", "isolated"), StringComparison.Ordinal);

        using var all = PageTable.For(broker.Bootstrap, "isolated", "columns: { text: body }, isolation: read_uncommitted");
        await RunToEndAsync(all);
        Assert.Equal(Pages.Keys(0, 40), all.Ids().ToHashSet());
    }

    private static void Begin(IProducer<string, string> producer, int from)
    {
        producer.BeginTransaction();
        for (var i = from; i < from + 10; i++)
        {
            producer.Produce(new TopicPartition("isolated", 0), new() { Key = $"k{i}", Value = "{\"body\":\"b\"}" });
        }

        producer.Flush(_patience);
    }

    private static async Task RunToEndAsync(PageTable table)
    {
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await worker.EndAsync(60)).Code == 0, worker.Errors);
    }
}
