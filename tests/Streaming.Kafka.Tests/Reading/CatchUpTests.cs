namespace Streaming.Kafka.Tests.Reading;

/// <summary>One worker, from what is there to its end.</summary>
[Collection(SharedBrokerTests.Name)]
public sealed class CatchUpTests(SharedBroker shared)
{
    [SkippableFact]
    public async Task A_run_that_stops_at_the_end_reads_what_is_there_and_the_next_one_goes_on()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("catch-up", 3);
        Pages.Produce(broker.Bootstrap, "catch-up", 0, 1000, partitions: 3);
        using var table = PageTable.For(broker.Bootstrap, "catch-up");
        for (var part = 1; part <= 2; part++)
        {
            await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
            var (code, report) = await worker.EndAsync();
            Assert.True(code == 0, worker.Errors);
            Assert.Equal(part * 1000, table.Ids().Count);
            Assert.Equal(1000, (long)report["samples"]!["in"]!);
            Pages.Produce(broker.Bootstrap, "catch-up", part * 1000, 1000, partitions: 3);
        }

        Assert.Equal(Pages.Keys(0, 2000), table.Ids().ToHashSet());
        Assert.Equal(["page number 7", "http://localhost/7", 7L], table.Query("text, url, n, id").Single(r => (string)r[3]! == "k7")[..3]);
    }
}
