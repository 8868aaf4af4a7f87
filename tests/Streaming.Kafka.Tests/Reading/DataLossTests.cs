namespace Streaming.Kafka.Tests.Reading;

/// <summary>Records that go while a worker is behind.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class DataLossTests(SharedBroker shared)
{
    [SkippableTheory]
    [InlineData("skip")]
    [InlineData("stop")]
    public async Task What_goes_in_front_of_a_worker_that_reads_is_lost_with_its_range(string action)
    {
        var broker = await shared.GetAsync();
        var topic = "going-" + action;
        await broker.CreateAsync(topic, 2);
        using var table = PageTable.For(broker.Bootstrap, topic, $"columns: {{ text: body }}, on_data_loss: {action}");
        await using var worker = Worker.Run(table.Topology);
        Pages.Produce(broker.Bootstrap, topic, 0, 20, partitions: 2);
        await table.WaitForAsync(20);
        worker.Signal(19);

        // The broker answers the fetch that waits there (half a second) before there is something to answer with.
        await Task.Delay(1_500);
        Pages.Produce(broker.Bootstrap, topic, 20, 20, partitions: 2);
        await broker.ToolAsync("truncate", topic, "1", "16");
        worker.Signal(18);
        if (action == "skip")
        {
            // Partition 1 has the odd numbers: k21 to k31 were at 10 to 15.
            await table.WaitForAsync(34, 60, worker);
            worker.Drain();
            var (code, report) = await worker.EndAsync();
            Assert.True(code == 130, worker.Errors);
            Assert.Equal(Pages.Keys(0, 40).Except(Enumerable.Range(10, 6).Select(i => $"k{(2 * i) + 1}")).ToHashSet(), table.Ids().ToHashSet());
            Assert.Equal(6, (long)report["sources"]![0]!["counts"]!["lost_records"]!);
            Assert.Equal($"Records 10 to 15 of source/{topic}/1 are gone before they were read (retention).", Assert.Single(table.Query("error", "letters"))[0]);
            Assert.Equal(20, table.Positions()[topic + "/1"]);
        }
        else
        {
            Assert.Equal(1, (await worker.EndAsync()).Code);
            Assert.True(worker.Errors.Contains($"Records 10 to 15 of source/{topic}/1 are gone", StringComparison.Ordinal), worker.Errors);
            Assert.DoesNotContain(table.Ids(), id => int.Parse(id[1..]) >= 32 && int.Parse(id[1..]) % 2 == 1);
        }
    }

    [SkippableFact]
    public async Task A_topic_that_was_made_anew_stops_the_run_or_is_read_from_where_it_ends()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("anew", 1);
        Pages.Produce(broker.Bootstrap, "anew", 0, 10);
        using var table = PageTable.For(broker.Bootstrap, "anew", "columns: { text: body }");
        Assert.Equal(0, (await RunToEndAsync(table)).Code);
        await broker.ToolAsync("delete", "anew");
        await broker.CreateAsync("anew", 1);
        Pages.Produce(broker.Bootstrap, "anew", 100, 3);
        var (code, errors) = await RunToEndAsync(table);
        Assert.Equal(1, code);
        Assert.Contains("source/anew/0 ends at 3, before the position 10 that the table has: the topic was made anew or cut", errors, StringComparison.Ordinal);

        (code, errors) = await RunToEndAsync(table, "--set", "source.kafka.on_data_loss=skip");
        Assert.True(code == 0, errors);
        Assert.StartsWith("source/anew/0 ends at 3", (string)Assert.Single(table.Query("error", "letters"))[0]!, StringComparison.Ordinal);
        Pages.Produce(broker.Bootstrap, "anew", 200, 3);
        Assert.Equal(0, (await RunToEndAsync(table)).Code);
        Assert.Equal(Pages.Keys(0, 10).Union(Pages.Keys(200, 3)).ToHashSet(), table.Ids().ToHashSet());
        Assert.Equal(6, table.Positions()["anew/0"]);
    }

    private static async Task<(int Code, string Errors)> RunToEndAsync(PageTable table, params string[] more)
    {
        await using var worker = Worker.Run(table.Topology, ["--stop-at", "end", .. more]);
        return ((await worker.EndAsync()).Code, worker.Errors);
    }
}
