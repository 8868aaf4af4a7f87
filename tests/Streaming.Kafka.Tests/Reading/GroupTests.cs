using System.Security.Cryptography;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Several workers of one group, as processes, and what happens to them. In the end every message is in the table, and none twice.</summary>
[Collection(SharedBrokerTests.Name)]
public sealed class GroupTests(SharedBroker shared)
{
    private const string Quick = "\"session.timeout.ms\": \"2000\", \"heartbeat.interval.ms\": \"300\", \"max.poll.interval.ms\": \"6000\"";

    // The last worker to be killed starts again while the others finish: the signal may come before the command listens.
    private const int EndedBeforeItBegan = 143;

    // More of them: benchmarks/results/kafka-kills.md.
    private static int Kills { get; } = int.TryParse(Environment.GetEnvironmentVariable("STREAMING_KILLS"), System.Globalization.CultureInfo.InvariantCulture, out var kills) ? kills : 10;

    [SkippableTheory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task Workers_killed_at_random_lose_nothing_and_write_nothing_twice(string protocol)
    {
        var (broker, table, topic) = await PrepareAsync("kills-" + protocol, protocol);
        using (table)
        {
            var workers = Enumerable.Range(0, 3).Select(_ => Worker.Run(table.Topology)).ToList();
            for (var kill = 0; kill < Kills; kill++)
            {
                await FeedAsync(broker, topic, kill * 400, 400);
                await Task.Delay(RandomNumberGenerator.GetInt32(1_500));
                var victim = RandomNumberGenerator.GetInt32(workers.Count);
                await workers[victim].DisposeAsync();
                workers[victim] = Worker.Run(table.Topology);
            }

            await FinishAsync(table, workers, Kills * 400);
        }
    }

    [SkippableFact]
    public async Task A_worker_that_was_frozen_past_its_session_commits_nothing_of_what_others_took_over()
    {
        var (broker, table, topic) = await PrepareAsync("zombie", "classic");
        using (table)
        {
            await using var frozen = Worker.Run(table.Topology);
            await using var other = Worker.Run(table.Topology);
            await FeedAsync(broker, topic, 0, 1_000);
            await table.WaitForAsync(1_000);
            Pages.Produce(broker.Bootstrap, topic, 1_000, 1_000, partitions: 4);
            frozen.Signal(19);
            await table.WaitForAsync(2_000);
            Pages.Produce(broker.Bootstrap, topic, 2_000, 1_000, partitions: 4);
            await table.WaitForAsync(3_000);
            frozen.Signal(18);
            await FeedAsync(broker, topic, 3_000, 1_000);
            await FinishAsync(table, [frozen, other], 4_000);
        }
    }

    [SkippableFact]
    public async Task Workers_that_join_and_leave_every_two_seconds_lose_nothing_and_write_nothing_twice()
    {
        var (broker, table, topic) = await PrepareAsync("storm", "classic");
        using (table)
        {
            await using var steady = Worker.Run(table.Topology);
            for (var round = 0; round < 4; round++)
            {
                await using var guest = Worker.Run(table.Topology);
                await FeedAsync(broker, topic, round * 500, 500);
                await Task.Delay(2_000);
                guest.Drain();
                await guest.EndAsync();
            }

            await FinishAsync(table, [steady], 2_000);
        }
    }

    private async Task<(RealBroker Broker, PageTable Table, string Topic)> PrepareAsync(string topic, string protocol)
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync(topic, 4);
        var settings = protocol == "classic" ? Quick : "\"max.poll.interval.ms\": \"6000\"";
        return (broker, PageTable.For(broker.Bootstrap, topic, $"columns: {{ text: body }}, group_protocol: {protocol}, settings: {{ {settings} }}"), topic);
    }

    private static async Task FeedAsync(RealBroker broker, string topic, int from, int count)
    {
        for (var i = 0; i < count; i += 100)
        {
            Pages.Produce(broker.Bootstrap, topic, from + i, 100, partitions: 4);
            await Task.Delay(20);
        }
    }

    private static async Task FinishAsync(PageTable table, IReadOnlyList<Worker> workers, int samples)
    {
        try
        {
            await table.WaitForAsync(samples);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            Assert.Fail($"{e.Message}\n{string.Join("\n---\n", workers.Select(w => w.Errors))}");
        }

        foreach (var worker in workers)
        {
            worker.Drain();
        }

        foreach (var worker in workers)
        {
            var (code, _) = await worker.EndAsync(60);
            Assert.True(code == 130 || (code == EndedBeforeItBegan && worker.Errors.Length == 0), $"{code}: {worker.Errors}");
            await worker.DisposeAsync();
        }

        Assert.Equal(samples, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, samples), table.Ids().ToHashSet());
    }
}
