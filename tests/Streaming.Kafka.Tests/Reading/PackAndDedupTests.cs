namespace Streaming.Kafka.Tests.Reading;

/// <summary>Operators with state, while workers come and go: state goes with its split.</summary>
[Collection(SharedBrokerTests.Name)]
public sealed class PackAndDedupTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task Each_document_is_in_one_pack_and_its_repetition_in_none_while_workers_join_and_leave()
    {
        const int Documents = 1_200;
        var broker = await shared.GetAsync();
        await broker.CreateAsync("packs", 4);
        using var table = new PageTable($$"""
            name: packs
            epoch: { every: 300ms }
            source: { kafka: { bootstrap_servers: "{{broker.Bootstrap}}", topics: [packs], group_id: packs, columns: { text: body }, settings: { {{PageTable.QuickSettings}} } } }
            steps: [ document_deduplicator, { sequence_packer: { tokenizer: cl100k_base, max_tokens: 64, window: 64 } } ]
            sink: { delta: { path: out/pages } }
            """);
        await using var workers = new WorkerGroup(table, 2);
        for (var round = 0; round < 3; round++)
        {
            // Each text comes twice, in one partition, and the second time it may come to another worker.
            Pages.Produce(broker.Bootstrap, "packs", round * Documents / 3, Documents / 3, partitions: 4);
            workers.Join();
            await Task.Delay(2_000);
            await workers.LeaveAsync();
            Pages.Produce(broker.Bootstrap, "packs", round * Documents / 3, Documents / 3, partitions: 4);
        }

        await PageTable.UntilAsync(() => table.Positions().Values.Sum() == 2 * Documents, "all records");
        await workers.EndAsync();

        // What still waits for a full pack is packed at the end of the input.
        await using var last = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await last.EndAsync()).Code == 0, last.Errors);
        var ids = table.Query("unnest(sample_ids)").Select(r => (string)r[0]!).ToList();
        Assert.Equal(Documents, ids.Count);
        Assert.Equal(Pages.Keys(0, Documents), ids.ToHashSet());
        Assert.Equal((long)Documents, table.Query("count(*)", "pages.rejects").Single()[0]);
        Assert.All(table.Query("tokens, len(input_ids)"), r => Assert.InRange((int)r[0]!, 1, 64));
    }
}
