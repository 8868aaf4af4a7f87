using Confluent.Kafka;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Where a partition starts that the table has no position of; once it has one, it alone counts.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class StartTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task Latest_is_what_comes_after_the_table_was_made_also_for_a_run_that_died_before_its_first_commit()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("latest", 2);
        Pages.Produce(broker.Bootstrap, "latest", 0, 10, partitions: 2);
        using var table = PageTable.For(broker.Bootstrap, "latest", $"start: latest, columns: {{ text: body }}, settings: {{ {PageTable.QuickSettings} }}");
        await using (Worker.Run(table.Topology))
        {
            await PageTable.UntilAsync(() => table.Versions > 0, "a table");
        }

        Pages.Produce(broker.Bootstrap, "latest", 10, 10, partitions: 2);
        await RunToEndAsync(table);
        Assert.Equal(Pages.Keys(10, 10), table.Ids().ToHashSet());
        Pages.Produce(broker.Bootstrap, "latest", 20, 10, partitions: 2);
        await RunToEndAsync(table, "start=earliest");
        Assert.Equal(20, table.Ids().Count);
        Assert.Equal(Pages.Keys(10, 20), table.Ids().ToHashSet());
    }

    [SkippableFact]
    public async Task A_time_starts_each_partition_at_its_first_message_from_then_on_and_an_offset_takes_precedence()
    {
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var broker = await shared.GetAsync();
        await broker.CreateAsync("from-time", 3, "retention.ms=-1");
        Pages.Send(broker.Bootstrap, "from-time", Enumerable.Range(0, 30).Select(i => (i / 10, MessageOf($"p{i / 10}-{i % 10}", noon.AddMinutes(i < 20 ? (i % 10) - 5 : -100)))));
        using var table = PageTable.For(broker.Bootstrap, "from-time", "columns: { text: body }, start: \"2026-01-31T12:00:00Z\", start_offsets: { \"from-time/0\": 8 }");
        await RunToEndAsync(table);
        Assert.Equal(["p0-8", "p0-9", "p1-5", "p1-6", "p1-7", "p1-8", "p1-9"], table.Ids().Order(StringComparer.Ordinal));
        Pages.Send(broker.Bootstrap, "from-time", (2, MessageOf("p2-old", noon.AddDays(-1))));
        await RunToEndAsync(table, "start=earliest", "start_offsets={ \"from-time/1\": 0 }");
        Assert.Equal(8, table.Ids().Count);
        Assert.Contains("p2-old", table.Ids());
    }

    [SkippableFact]
    public async Task Several_topics_by_name_are_one_source_with_a_split_for_each_of_their_partitions()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("named-a", 2);
        await broker.CreateAsync("named-b", 3);
        await broker.CreateAsync("named-c", 1);
        Pages.Produce(broker.Bootstrap, "named-a", 0, 20, partitions: 2);
        Pages.Produce(broker.Bootstrap, "named-b", 20, 30, partitions: 3);
        Pages.Produce(broker.Bootstrap, "named-c", 50, 10);
        using var table = PageTable.For(broker.Bootstrap, "named", "columns: { text: body }");
        await RunToEndAsync(table, "topics=[named-a, named-b]");
        Assert.Equal(50, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, 50), table.Ids().ToHashSet());
        Assert.Equal(
            new Dictionary<string, long> { ["named-a/0"] = 10, ["named-a/1"] = 10, ["named-b/0"] = 10, ["named-b/1"] = 10, ["named-b/2"] = 10 },
            table.Positions().Where(p => p.Value == 10).ToDictionary());

        Pages.Produce(broker.Bootstrap, "named-b", 60, 3, partitions: 3);
        await RunToEndAsync(table, "topics=[named-a, named-b]");
        Assert.Equal(53, table.Ids().Count);
    }

    [SkippableFact]
    public async Task An_offset_that_is_not_there_is_said()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("no-such-offset", 1);
        Pages.Produce(broker.Bootstrap, "no-such-offset", 0, 3);
        using var table = PageTable.For(broker.Bootstrap, "no-such-offset", "columns: { text: body }, start_offsets: { \"no-such-offset/0\": 4 }");
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.Equal(1, (await worker.EndAsync()).Code);
        Assert.Contains("source/no-such-offset/0 ends at 3, before the position 4 that start_offsets names", worker.Errors, StringComparison.Ordinal);
    }

    private static Message<byte[]?, byte[]?> MessageOf(string key, DateTimeOffset time) => new() { Key = Pages.Bytes(key), Value = Pages.Bytes("{\"body\":\"b\"}"), Timestamp = new(time) };

    private static async Task RunToEndAsync(PageTable table, params string[] options)
    {
        await using var worker = Worker.Run(table.Topology, ["--stop-at", "end", .. options.SelectMany(o => new[] { "--set", "source.kafka." + o })]);
        Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
    }
}
