using System.Globalization;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>What a group gives its workers, and what it is told.</summary>
[Collection(SharedBrokerTests.Name)]
public sealed class MembershipTests(SharedBroker shared)
{
    [SkippableTheory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task New_partitions_and_new_topics_of_a_pattern_are_read_from_their_beginning_while_the_run_goes_on(string protocol)
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync($"grow-{protocol}-a", 1);
        using var table = PageTable.For(broker.Bootstrap, $"^grow-{protocol}-.*", $"start: latest, columns: {{ text: body }}, group_protocol: {protocol}, settings: {{ \"topic.metadata.refresh.interval.ms\": \"500\" }}");
        await using var worker = Worker.Run(table.Topology);
        await PageTable.UntilAsync(() => table.Versions > 0, "a table");
        Pages.Produce(broker.Bootstrap, $"grow-{protocol}-a", 0, 50);
        await table.WaitForAsync(50, 60, worker);

        await broker.ToolAsync("partitions", $"grow-{protocol}-a", "3");
        Pages.Produce(broker.Bootstrap, $"grow-{protocol}-a", 50, 50, partitions: 3);
        await broker.CreateAsync($"grow-{protocol}-b", 2);
        Pages.Produce(broker.Bootstrap, $"grow-{protocol}-b", 100, 50, partitions: 2);
        await table.WaitForAsync(150, 60, worker);
        worker.Drain();
        Assert.True((await worker.EndAsync()).Code == 130, worker.Errors);
        Assert.Equal(150, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, 150), table.Ids().ToHashSet());
        Assert.Equal(5, table.Positions().Count);
    }

    [SkippableFact]
    public async Task A_worker_that_comes_back_under_its_name_within_the_session_moves_nobodys_partitions()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("static", 4);
        using var table = PageTable.For(broker.Bootstrap, "static", "columns: { text: body }, group_instance_id: \"${WORKER}\", settings: { \"session.timeout.ms\": \"45000\", \"heartbeat.interval.ms\": \"300\" }");
        Environment.SetEnvironmentVariable("WORKER", "b");
        await using var other = LiveRun.Start(table.Topology);
        Environment.SetEnvironmentVariable("WORKER", "a");
        var named = Worker.Run(table.Topology);
        await other.UntilAsync(() => other.Source is { Lag.Count: 2 }, "two partitions for each");
        Pages.Produce(broker.Bootstrap, "static", 0, 400, partitions: 4);
        await table.WaitForAsync(400, 60, named);
        var before = other.Source!.Rebalances;

        await named.DisposeAsync();
        Pages.Produce(broker.Bootstrap, "static", 400, 400, partitions: 4);
        await using var back = Worker.Run(table.Topology);
        await table.WaitForAsync(800, 60, back);
        Assert.Equal((before, 2), (other.Source!.Rebalances, other.Source.Lag.Count));
        Assert.Equal(800, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, 800), table.Ids().ToHashSet());
        back.Drain();
        Assert.True((await back.EndAsync()).Code == 130, back.Errors);
        Assert.Null((await other.DrainAsync()).Error);
    }

    [SkippableFact]
    public async Task The_group_is_told_what_the_table_has_never_more_and_in_the_end_all_of_it()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("told", 2);
        using var table = PageTable.For(broker.Bootstrap, "told", "columns: { text: body }");
        await using var worker = Worker.Run(table.Topology);
        var seen = 0;
        for (var part = 0; part < 6; part++)
        {
            Pages.Produce(broker.Bootstrap, "told", part * 100, 100, partitions: 2);

            // The group first: the table only grows.
            var told = await ToldAsync(broker);
            var positions = table.Positions();
            Assert.All(told, t => Assert.InRange(t.Value, 0, positions.GetValueOrDefault(t.Key)));
            seen += told.Values.Any(v => v is > 0 and < 300) ? 1 : 0;
        }

        Assert.True(seen > 0, "The group is told while the run goes on.");
        await table.WaitForAsync(600, 60, worker);
        worker.Drain();
        Assert.True((await worker.EndAsync()).Code == 130, worker.Errors);
        Assert.Equal(new Dictionary<string, long> { ["told/0"] = 300, ["told/1"] = 300 }, await ToldAsync(broker));
    }

    // As Kafka's own client says it.
    private static async Task<Dictionary<string, long>> ToldAsync(RealBroker broker) => (await broker.ToolAsync("group", "told"))
        .Split('\n').Select(l => l.Split('\t')).Where(f => f[0] == "offset").ToDictionary(f => $"{f[1]}/{f[2]}", f => long.Parse(f[3], CultureInfo.InvariantCulture));
}
