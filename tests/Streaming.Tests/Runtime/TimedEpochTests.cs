using Microsoft.Extensions.Time.Testing;
using Streaming.Epochs;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>Epochs that end after a time, on a clock that the test moves.</summary>
public sealed class TimedEpochTests : IDisposable
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _drain = new();
    private readonly LiveFeed _feed = new();
    private readonly TestTopology _topology = new() { Epoch = new(Every: _second) };

    [Fact]
    public async Task An_epoch_closes_when_its_time_is_over_though_its_source_is_idle()
    {
        var run = StartAsync();
        await PushAsync("a", 3);
        await Task.Delay(50);
        Assert.Empty(await _topology.IdsAsync());
        await AdvanceUntilAsync(3);
        Assert.Equal(["a:0", "a:1", "a:2"], await _topology.IdsAsync());
        Assert.Equal(RunStatus.Interrupted, (await DrainAsync(run)).Status);
    }

    [Fact]
    public async Task Time_that_passes_over_an_idle_source_commits_nothing_and_counts_for_nothing()
    {
        var run = StartAsync(new() { MaxEpochs = 1 });
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(_second);
            await Task.Delay(5);
        }

        await PushAsync("a", 2);
        await AdvanceUntilAsync(2);
        var report = await run.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, report.Totals.Epochs);
        Assert.Equal(["test 1"], (await HistoryAsync()).Select(m => $"{m.Pipeline} {m.Epoch}"));
    }

    [Fact]
    public async Task A_busy_source_does_not_put_the_border_off_while_an_idle_one_waits_beside_it()
    {
        var idle = new LiveFeed();
        _topology.FromLive("idle", idle);
        var run = StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            await PushAsync("a", 10);
            await AdvanceUntilAsync(i * 10);
        }

        await DrainAsync(run);
        Assert.Equal(5, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Recorded_borders_are_cut_again_without_a_clock()
    {
        var run = StartAsync();
        foreach (var (count, all) in new[] { (3, 3), (5, 8), (1, 9) })
        {
            await PushAsync("a", count);
            await AdvanceUntilAsync(all);
        }

        await DrainAsync(run);
        var recorded = await HistoryAsync();
        using var again = new TestTopology { Epoch = new(Every: _second) }.From("in", ListSourceOptions.Numbered(9));
        var runs = recorded.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();
        await using var plan = await Planner.PlanAsync(again.Build());
        await Run.ExecuteAsync(plan, new(), new(SplitPositions.Empty, new RecordedOrder(runs, ["in"], false), 1, null), default);
        Assert.Equal([3L, 5L, 1L], (await HistoryAsync(again)).Select(m => m.Samples.In));
    }

    [Fact]
    public async Task A_snapshot_tells_the_age_of_what_is_not_committed_and_what_sources_say()
    {
        _feed.Gauges = new() { Lag = new Dictionary<SplitId, long> { [new("in", "a")] = 7 }, Rebalances = 2, Paused = _second };
        RunSnapshot? last = null;
        var run = StartAsync(new() { Progress = new Latest(s => Volatile.Write(ref last, s)) });
        await PushAsync("a", 3);
        _time.Advance(TimeSpan.FromMilliseconds(600));
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref last)?.EpochAge >= TimeSpan.FromMilliseconds(100)));
        Assert.Equal((7, 2, 1.0), (last!.Sources[0].Lag.Values.Sum(), last.Sources[0].Rebalances, last.Sources[0].Paused.TotalSeconds));
        await AdvanceUntilAsync(3);
        await UntilAsync(() =>
        {
            _time.Advance(_second / 2);
            return Task.FromResult(Volatile.Read(ref last)!.EpochAge is null);
        });
        await DrainAsync(run);
    }

    public void Dispose()
    {
        _topology.Dispose();
        _drain.Dispose();
        _arrived.Dispose();
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isDone())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private Task<RunReport> StartAsync(RunOptions? options = null)
    {
        _topology.FromLive("in", _feed).Then(OnBatch(batch =>
        {
            _arrived.Release(batch.Samples.Count);
            return default;
        }));
        return _topology.RunAsync((options ?? new()) with { Time = _time }, drain: _drain.Token);
    }

    private async Task PushAsync(string split, int count)
    {
        _feed.Push(split, count);
        for (var i = 0; i < count; i++)
        {
            await _arrived.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    // The barrier passes a moment after the clock rang; more time does no harm, since nothing more is in.
    private Task AdvanceUntilAsync(int samples)
    {
        _time.Advance(_second);
        return UntilAsync(async () => (await _topology.IdsAsync()).Count == samples);
    }

    private async Task<RunReport> DrainAsync(Task<RunReport> run)
    {
        await _drain.CancelAsync();
        return await run.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private async Task<IReadOnlyList<EpochManifest>> HistoryAsync(TestTopology? topology = null)
    {
        var store = new LocalStore((topology ?? _topology).Table);
        return await ManifestHistory.ReadAsync(store, (await new DeltaLog(store, null).ReadAsync(default))!, default);
    }

    private sealed class Latest(Action<RunSnapshot> see) : IProgress<RunSnapshot>
    {
        public void Report(RunSnapshot value) => see(value);
    }
}
