using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime.Steering;

/// <summary>Ranges of filters that are changed while a plan runs.</summary>
public sealed class ThresholdTests
{
    private static TestTopology Numbers(double min = 0, string? folder = null) => new TestTopology(folder) { Epoch = new(Samples: 100) }
        .From("x", ListSourceOptions.Numbered(1_000, "a") with { BatchSamples = 7 }).Then(Within(s => s.Lineage.Position % 10, min, 9));

    private static async Task RunAsync(TestTopology topology, long epochs, int threads = 8, double? min = null, Func<Plan, RunStart>? start = null)
    {
        await using var plan = await Planner.PlanAsync(topology.Build(), new() { Threads = threads });
        if (min is { } end)
        {
            plan.Control.Thresholds.Propose(Min(end));
        }

        await Run.ExecuteAsync(plan, new() { MaxEpochs = epochs }, start?.Invoke(plan) ?? RunStart.FromTable, default);
    }

    private static Dictionary<string, RangeChange> Min(double min) => new() { ["test_range"] = new(min, null) };

    private static IEnumerable<string> Expected(int from, int to, int min) => Enumerable.Range(from, to - from).Where(i => i % 10 >= min).Select(i => $"a:{i}");

    [Fact]
    public async Task A_change_takes_effect_at_a_border_exactly_is_recorded_and_stays()
    {
        using var topology = Numbers();
        await RunAsync(topology, 2);
        await RunAsync(topology, 2, min: 7);
        await RunAsync(topology, 1);
        await RunAsync(topology, 1, min: 0);
        Assert.Equal([.. Expected(0, 200, 0), .. Expected(200, 500, 7), .. Expected(500, 600, 0)], await topology.IdsAsync());
        var history = await HistoryAsync(topology);
        Assert.Equal([null, null, 7.0, 7.0, 7.0, null], history.Select(e => e.Steering?.Thresholds.GetValueOrDefault("test_range#0")?.InForce.Min));
        Assert.Equal([false, false, true, false, false, true], history.Select(e => e.Steering?.Changed ?? false));
        Assert.Contains(await File.ReadAllLinesAsync(Directory.GetFiles(Path.Combine(topology.Folder, "rejects")).Order().First()), line => line.Contains("a:2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_mid_run_divides_the_samples_at_one_border_whatever_the_threads()
    {
        using var topology = Numbers();
        await using var plan = await Planner.PlanAsync(topology.Build(), new() { Threads = 8 });
        var progress = new OnFirst(() => plan.Control.Thresholds.Propose(Min(9)));
        await Run.ExecuteAsync(plan, new() { Progress = progress, Time = new QuickTicks() }, default);
        var border = (await HistoryAsync(topology)).FirstOrDefault(e => e.Steering is { Changed: true })?.Positions[0].From ?? 1_000;
        Assert.Equal([.. Expected(0, (int)border, 0), .. Expected((int)border, 1_000, 9)], await topology.IdsAsync());
    }

    [Fact]
    public async Task A_replay_has_the_recorded_ranges()
    {
        using var topology = Numbers();
        await RunAsync(topology, 3, min: 4);
        await RunAsync(topology, 7, min: 8);
        var recorded = await HistoryAsync(topology);
        using var again = Numbers();
        var runs = recorded.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();
        await RunAsync(again, 10, start: _ => new(SplitPositions.Empty, new RecordedOrder(runs, ["x"], true), 1, null) { Steering = [.. recorded.Select(e => e.Steering)] });
        Assert.Equal([.. Expected(0, 300, 4), .. Expected(300, 1_000, 8)], await again.IdsAsync());
        Assert.Equal(await LineTable.ReadAsync(new LocalStore(topology.Table)), await LineTable.ReadAsync(new LocalStore(again.Table)));
    }

    [Fact]
    public async Task A_topology_that_says_another_range_since_has_its_way()
    {
        using var topology = Numbers();
        await RunAsync(topology, 1, min: 7);
        using var edited = Numbers(min: 2, folder: topology.Folder);
        await RunAsync(edited, 1);
        Assert.Equal([.. Expected(0, 100, 7), .. Expected(100, 200, 2)], await topology.IdsAsync());
    }

    [Fact]
    public async Task What_cannot_be_changed_is_refused_in_words()
    {
        using var topology = Numbers();
        topology.Then(Within(s => 1, 0, 2), Keep(_ => true));
        await using var plan = await Planner.PlanAsync(topology.Build());
        var thresholds = plan.Control.Thresholds;
        Assert.Contains("more than once", Refusal(thresholds, "test_range", new(1, null)), StringComparison.Ordinal);
        Assert.Contains("there are: 0.test_range, 1.test_range", Refusal(thresholds, "test_filter", new(1, null)), StringComparison.Ordinal);
        Assert.Contains("lower one first", Refusal(thresholds, "1.test_range", new(5, null)), StringComparison.Ordinal);
        Assert.Contains("numbers", Refusal(thresholds, "1.test_range", new(double.NaN, null)), StringComparison.Ordinal);
        Assert.All(thresholds.Status, s => Assert.Null(s.Wanted));
    }

    private static string Refusal(ThresholdControl thresholds, string name, RangeChange change) =>
        Assert.Throws<BadInputException>(() => thresholds.Propose(new Dictionary<string, RangeChange> { [name] = change })).Message;

    private static async Task<IReadOnlyList<EpochManifest>> HistoryAsync(TestTopology topology)
    {
        var store = new LocalStore(topology.Table);
        var snapshot = await new DeltaLog(store, null, TableFolders.DeltaLog).ReadAsync(default);
        return await ManifestHistory.ReadAsync(store, snapshot!, default);
    }

    private sealed class OnFirst(Action act) : IProgress<Streaming.Telemetry.RunSnapshot>
    {
        private bool _done;

        public void Report(Streaming.Telemetry.RunSnapshot value)
        {
            if (!_done && value.Samples.In > 0)
            {
                _done = true;
                act();
            }
        }
    }

    // Progress is reported every 500 ms of the clock; this one runs a hundred times as fast.
    private sealed class QuickTicks : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime / 500, period / 500);
    }
}
