using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Messages that are tables: each holds many samples, which an epoch has all or none of.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class TableMessageTests(SharedBroker shared)
{
    private const int Rows = 25;
    private const string Source = "value: arrow, columns: { text: body, n: n }, types: { n: int64 }, headers: { language: lang }, timestamp_column: sent";

    [SkippableFact]
    public async Task A_message_of_many_samples_is_never_parted_by_an_epoch_and_a_damaged_one_is_a_dead_letter()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("tables", 1);
        for (var i = 0; i < 20; i++)
        {
            Pages.Produce(broker.Bootstrap, "tables", $"m{i}", Encode(i), ("lang", "en"));
        }

        var damaged = Encode(20)[..100];
        Pages.Produce(broker.Bootstrap, "tables", "bad", damaged);
        Pages.Produce(broker.Bootstrap, "tables", "gone", null);
        using var table = PageTable.For(broker.Bootstrap, "tables", Source, "epoch: { bytes: 8KiB }");
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        var (code, report) = await worker.EndAsync();
        Assert.True(code == 0, worker.Errors);
        Assert.True((long)report["epochs"]! > 3, "Epochs are small, so that some would end within a message.");
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(m => Enumerable.Range(0, Rows).Select(r => $"m{m}/{r}")).ToHashSet(), table.Ids().ToHashSet());
        Assert.Equal(20 * Rows, table.Ids().Count);
        Assert.All(table.Query("count(*)", by: "filename"), c => Assert.Equal(0, (long)c[0]! % Rows));
        Assert.Equal(["message 3, row 4", 3L, "en"], table.Query("text, n, language, id").Single(r => (string)r[3]! == "m3/4")[..3]);
        var letter = Assert.Single(table.Query("hex(payload), error", "letters"));
        Assert.Equal(Convert.ToHexString(damaged), letter[0]);
        Assert.StartsWith("topic tables, partition 0, offset 20:", (string)letter[1]!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_run_that_was_killed_goes_on_behind_the_last_whole_message()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("tables-killed", 2);
        for (var i = 0; i < 40; i++)
        {
            Pages.Produce(broker.Bootstrap, "tables-killed", $"m{i}", Encode(i));
        }

        using var table = PageTable.For(broker.Bootstrap, "tables-killed", Source, "epoch: { bytes: 8KiB }");
        await using (var killed = Worker.Run(table.Topology))
        {
            await table.WaitForAsync(Rows);
        }

        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
        Assert.Equal(40 * Rows, table.Ids().Count);
        Assert.Equal(40 * Rows, table.Ids().Distinct().Count());
    }

    private static byte[] Encode(int message)
    {
        var schema = new Schema([new("body", StringType.Default, true), new("n", Int32Type.Default, true)], null);
        using var bytes = new MemoryStream();
        using var writer = new ArrowStreamWriter(bytes, schema, leaveOpen: true);
        var texts = new StringArray.Builder().AppendRange(Enumerable.Range(0, Rows).Select(r => $"message {message}, row {r}")).Build();
        writer.WriteRecordBatch(new(schema, [texts, new Int32Array.Builder().AppendRange(Enumerable.Repeat(message, Rows)).Build()], Rows));
        writer.WriteEnd();
        return bytes.ToArray();
    }
}
