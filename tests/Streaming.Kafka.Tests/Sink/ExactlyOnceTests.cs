using Streaming.Kafka.Sink;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>On a real broker: a reader of committed messages sees each sample once, in order, whatever breaks between an epoch's commit and its delivery.</summary>
[Collection(SharedNode.Name)]
public sealed class ExactlyOnceTests(KafkaNode broker)
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_gets_each_sample_once_in_order(bool withTable)
    {
        Skip.If(KafkaNode.Missing is not null, KafkaNode.Missing);
        using var run = new SinkRun(broker.BootstrapServers);
        var report = await run.RunAsync(withTable);
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Error?.Message));
        Assert.Equal(run.Ids, run.Keys());
        Assert.Equal(RunStatus.Completed, (await run.RunAsync(withTable)).Status);
        Assert.Equal(run.Ids, run.Keys());
        Assert.Empty(Staged(run));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_at_any_step_loses_nothing_and_repeats_nothing(bool withTable)
    {
        Skip.If(KafkaNode.Missing is not null, KafkaNode.Missing);
        using var run = new SinkRun(broker.BootstrapServers);
        var steps = 0;
        for (var breakAt = 2; ; breakAt += 5)
        {
            steps = 0;
            var report = await run.RunAsync(withTable, (step, version) => _ = ++steps == breakAt ? throw new InvalidOperationException($"broken at {step}") : 0);
            if (report.Status == RunStatus.Completed)
            {
                break;
            }

            Assert.Contains("broken at", report.Error!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(run.Ids, run.Keys());
    }

    [SkippableFact]
    public async Task Two_that_deliver_at_once_fence_each_other_and_repeat_nothing()
    {
        Skip.If(KafkaNode.Missing is not null, KafkaNode.Missing);
        using var run = new SinkRun(broker.BootstrapServers);
        var table = Guid.NewGuid().ToString();
        var store = new Streaming.Tables.LocalStore(run.Options.Path);
        const int Versions = 12;
        for (var version = 0; version < Versions; version++)
        {
            await StagedFiles.WriteAsync(store, run.Options, version, 20);
        }

        async Task DeliverAllAsync()
        {
            await using var delivery = new TopicDelivery(run.Options);
            await delivery.OpenAsync(new("p", "s", table, store), CancellationToken.None);
            for (var version = 0; version < Versions; version++)
            {
                await delivery.DeliverAsync(version, [StagedFiles.PathOf(version)], CancellationToken.None);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(DeliverAllAsync))).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(Enumerable.Range(0, Versions).SelectMany(v => Enumerable.Range(0, 20).Select(i => $"{v}:{i}")), run.Keys());
    }

    [SkippableFact]
    public async Task A_broker_that_is_killed_and_comes_back_gets_the_rest()
    {
        Skip.If(KafkaNode.Missing is not null, KafkaNode.Missing);
        using var own = new KafkaNode();
        using var run = new SinkRun(own.BootstrapServers);
        var killed = 0;
        var report = await run.RunAsync(withTable: true, (step, version) =>
        {
            if (step == DeliveryStep.Produced && version >= 4 && Interlocked.Exchange(ref killed, 1) == 0)
            {
                own.Kill();
                _ = Task.Run(own.Start);
            }
        });
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Error?.Message));
        Assert.Equal(1, killed);
        Assert.Equal(run.Ids, run.Keys());
    }

    private static string[] Staged(SinkRun run) => [.. Directory.EnumerateFiles(run.Options.Path, "*.records", SearchOption.AllDirectories)];
}
