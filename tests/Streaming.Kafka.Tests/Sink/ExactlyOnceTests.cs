using Streaming.Kafka.Sink;
using Streaming.Kafka.Tests.Reading;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>On a real broker: a reader of committed messages sees each sample once, in order, whatever breaks between an epoch's commit and its delivery.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class ExactlyOnceTests(SharedBroker shared)
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_gets_each_sample_once_in_order(bool withTable)
    {
        var broker = await shared.GetAsync();
        using var run = new SinkRun(broker.Bootstrap);
        var report = await run.RunAsync(withTable);
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Error?.Message));
        Assert.Equal(run.Ids, run.Keys());
        Assert.Equal(RunStatus.Completed, (await run.RunAsync(withTable)).Status);
        Assert.Equal(run.Ids, run.Keys());
        Assert.Empty(Staged(run));
        Assert.Contains("streaming.test.topic.", await broker.ToolAsync("groups"), StringComparison.Ordinal);
        Assert.Contains("streaming.test.topic.", await broker.ToolAsync("transactions"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_at_any_step_loses_nothing_and_repeats_nothing(bool withTable)
    {
        using var run = new SinkRun((await shared.GetAsync()).Bootstrap);
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
        using var run = new SinkRun((await shared.GetAsync()).Bootstrap);
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
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        await using var own = await RealBroker.StartAsync();
        using var run = new SinkRun(own.Bootstrap);
        Task? back = null;
        var report = await run.RunAsync(withTable: true, (step, version) =>
        {
            if (step == DeliveryStep.Produced && version >= 4 && back is null)
            {
                own.Kill();
                back = own.StartAgainAsync();
            }
        });
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Error?.Message));
        await back!;
        Assert.Equal(run.Ids, run.Keys());
    }

    [SkippableFact]
    public async Task A_broker_that_stays_away_ends_the_run_and_the_next_one_delivers()
    {
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        await using var own = await RealBroker.StartAsync();
        using var run = new SinkRun(own.Bootstrap);
        run.Options = run.Options with { DeliveryTimeout = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(5), TransactionTimeout = TimeSpan.FromSeconds(5) };
        var report = await run.RunAsync(withTable: true, (step, version) =>
        {
            if (step == DeliveryStep.Produced && version >= 4)
            {
                own.Kill();
            }
        });
        Assert.Equal(RunStatus.Failed, report.Status);
        Assert.Contains($"They wait in '{run.Options.Path}', and the next run delivers them.", report.Error!.Message, StringComparison.Ordinal);
        await own.StartAgainAsync();
        Assert.Equal(RunStatus.Completed, (await run.RunAsync(withTable: true)).Status);
        Assert.Equal(run.Ids, run.Keys());
    }

    [SkippableFact]
    public async Task A_vacuum_leaves_what_waits_to_be_delivered()
    {
        using var run = new SinkRun((await shared.GetAsync()).Bootstrap);
        var report = await run.RunAsync(withTable: false, (step, version) => _ = version == 4 ? throw new InvalidOperationException("broken") : 0);
        Assert.Equal(RunStatus.Failed, report.Status);
        Assert.NotEmpty(Staged(run));
        await using var vacuum = Worker.Start("vacuum", run.Options.Path, "--days", "0");
        Assert.True((await vacuum.EndAsync()).Code == 0, vacuum.Errors);
        Assert.Equal(RunStatus.Completed, (await run.RunAsync(withTable: false)).Status);
        Assert.Equal(run.Ids, run.Keys());
    }

    private static string[] Staged(SinkRun run) => [.. Directory.EnumerateFiles(run.Options.Path, "*.records", SearchOption.AllDirectories)];
}
