using System.Text.Json.Nodes;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Epochs that came from topics, run again: the same bytes, without the group, as long as the records are there.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class ReplayTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task Epochs_of_several_runs_give_the_same_bytes_again_and_the_group_sees_nothing_of_it()
    {
        var (broker, table) = await RecordAsync("again");
        using (table)
        {
            var group = await broker.ToolAsync("group", "again");
            var report = await ReplayAsync(table, "whole", 0);
            Assert.Equal(Versions(table), (long)report["replayed_epochs"]!);
            Assert.Equal(Versions(table), (long)report["files_compared"]!);
            Assert.Equal(2_001, (long)report["samples"]!["in"]!);
            Assert.Equal(Versions(table) - 3, (long)(await ReplayAsync(table, "part", 0, "--epochs", "4.."))["replayed_epochs"]!);
            Assert.Equal(group, await broker.ToolAsync("group", "again"));
        }
    }

    [SkippableFact]
    public async Task Records_that_retention_took_are_named_and_the_epochs_behind_them_can_be_replayed()
    {
        var (broker, table) = await RecordAsync("again-gone");
        using (table)
        {
            await broker.ToolAsync("truncate", "again-gone", "1", "10");
            await using var replay = Start(table, "gone");
            var (code, report) = await replay.EndAsync();
            Assert.Equal(1, code);
            Assert.Contains("Records 0 to 9 of source/again-gone/1 are gone (retention): the epochs that read them cannot be replayed.", replay.Errors, StringComparison.Ordinal);
            Assert.Equal("source_fault", (string)report["error"]!["code"]!);
            await ReplayAsync(table, "rest", 0, "--epochs", $"{Versions(table)}..");
        }
    }

    [SkippableFact]
    public async Task An_epoch_that_passed_over_lost_records_is_refused_and_others_are_not()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("again-lost", 1);
        using var table = PageTable.For(broker.Bootstrap, "again-lost", "columns: { text: body }, on_data_loss: skip");
        for (var part = 0; part < 3; part++)
        {
            Pages.Produce(broker.Bootstrap, "again-lost", part * 20, 20);
            await broker.ToolAsync("truncate", "again-lost", "0", part == 0 ? "0" : "25");
            await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
            Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
        }

        await using var replay = Start(table, "lost");
        Assert.Equal(2, (await replay.EndAsync()).Code);
        Assert.Contains("Epoch 2 passed over records of source/again-lost/0 that were gone", replay.Errors, StringComparison.Ordinal);
        await ReplayAsync(table, "third", 0, "--epochs", "3..3");
    }

    // Three partitions, one message that is a dead letter, packs that are open from one epoch to the next, two runs.
    private async Task<(RealBroker Broker, PageTable Table)> RecordAsync(string topic)
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync(topic, 3);
        Pages.Produce(broker.Bootstrap, topic, "bad", Pages.Bytes("{ no json"));
        var table = PageTable.For(broker.Bootstrap, topic, "columns: { text: body, n: page.n }, types: { n: int64 }", "epoch: { samples: 150 }\nsteps: [{ document_deduplicator: { lowercase: true } }]");
        for (var part = 0; part < 2; part++)
        {
            Pages.Produce(broker.Bootstrap, topic, part * 1_000, 1_000, partitions: 3);
            await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
            Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
        }

        return (broker, table);
    }

    private static async Task<JsonNode> ReplayAsync(PageTable table, string into, int expected, params string[] more)
    {
        await using var replay = Start(table, into, more);
        var (code, report) = await replay.EndAsync();
        Assert.True(code == expected, replay.Errors);
        Assert.Empty(report["differences"]!.AsArray());
        return report;
    }

    private static Worker Start(PageTable table, string into, params string[] more) =>
        Worker.Start(["replay", Path.Combine(table.Folder, "out", "pages"), "--into", Path.Combine(table.Folder, into), "--verify", .. more]);

    // Each entry but the first, which makes the table, is an epoch.
    private static int Versions(PageTable table) => table.Versions - 1;
}
