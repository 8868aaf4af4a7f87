using System.Text.Json;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime.Steering;

/// <summary>Filters that are held to a share of the samples.</summary>
public sealed class KeepTests
{
    private const int Epoch = 500;
    private const int Epochs = 16;

    // Even numbers of [0, 1), ten times as much from the middle on.
    private static double Drifting(Sample sample) => SplitMix64.ToUnit(SplitMix64.Mix((ulong)sample.Lineage.Position)) * (sample.Lineage.Position < Epoch * Epochs / 2 ? 1 : 10);

    private static TestTopology Held(KeepOptions goal, string? folder = null) => new TestTopology(folder)
    {
        Epoch = new(Samples: Epoch),
        Feedback = new() { Thresholds = new Dictionary<string, KeepOptions> { ["test_range"] = goal } },
    }
        .From("x", ListSourceOptions.Numbered(Epoch * Epochs, "a") with { BatchSamples = 23 }).Then(Within(Drifting, 0, 100));

    private static async Task RunAsync(TestTopology topology, int threads, long? epochs = null) => Assert.Null((await topology.RunAsync(new() { MaxEpochs = epochs }, threads)).Error);

    [Theory]
    [InlineData(RangeEnd.Min)]
    [InlineData(RangeEnd.Max)]
    public async Task The_share_is_held_and_found_again_after_a_drift(RangeEnd end)
    {
        using var topology = Held(new() { Keep = 0.3, End = end, Window = 2 });
        await RunAsync(topology, 4);
        var shares = (await HistoryAsync(topology)).Select(e => (double)e.Operators[0].Out / e.Operators[0].In).ToList();

        // Nothing is known of the first two epochs; at the drift an epoch has to pass before it is seen, and two until what was before is forgotten.
        Assert.All(shares.Take(2), s => Assert.Equal(1, s));
        Assert.All((double[])[.. shares[2..8], .. shares[12..]], s => Assert.InRange(s, 0.23, 0.37));
        Assert.All(shares[8..10], s => Assert.False(s is > 0.23 and < 0.37));
    }

    [Fact]
    public async Task Every_epoch_has_the_same_ranges_whatever_the_threads_and_wherever_the_run_was_cut()
    {
        var goal = new KeepOptions { Keep = 0.4, Window = 3 };
        using var whole = Held(goal);
        await RunAsync(whole, 8);
        using var alone = Held(goal);
        await RunAsync(alone, 1);
        using var cut = Held(goal);
        foreach (var epochs in (long?[])[1, 2, 1, 5, null])
        {
            await RunAsync(cut, 4, epochs);
        }

        var expected = (await HistoryAsync(whole)).Select(Steering).ToList();
        Assert.Equal(Epochs, expected.Count);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', (await HistoryAsync(alone)).Select(Steering)));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', (await HistoryAsync(cut)).Select(Steering)));
        var lines = await LineTable.ReadAsync(new LocalStore(whole.Table));
        Assert.Equal(lines, await LineTable.ReadAsync(new LocalStore(alone.Table)));
        Assert.Equal(lines, await LineTable.ReadAsync(new LocalStore(cut.Table)));
    }

    [Fact]
    public async Task A_replay_has_the_recorded_ranges()
    {
        var goal = new KeepOptions { Keep = 0.2 };
        using var topology = Held(goal);
        await RunAsync(topology, 4);
        var recorded = await HistoryAsync(topology);
        using var again = Held(goal);
        var runs = recorded.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();
        await using var plan = await Planner.PlanAsync(again.Build(), new() { Threads = 2 });
        await Run.ExecuteAsync(plan, new(), new(SplitPositions.Empty, new RecordedOrder(runs, ["x"], true), 1, null) { Steering = [.. recorded.Select(e => e.Steering)] }, default);
        Assert.Equal(recorded.Select(Steering), (await HistoryAsync(again)).Select(Steering));
        Assert.Equal(await LineTable.ReadAsync(new LocalStore(topology.Table)), await LineTable.ReadAsync(new LocalStore(again.Table)));
    }

    [Fact]
    public async Task A_range_that_is_held_is_not_put()
    {
        using var topology = Held(new() { Keep = 0.5 });
        await using var plan = await Planner.PlanAsync(topology.Build());
        var e = Assert.Throws<BadInputException>(() => plan.Control.Thresholds.Propose(new Dictionary<string, RangeChange> { ["test_range"] = new(1, null) }));
        Assert.Contains("held to a share", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_is_not_there_is_refused_before_anything_starts()
    {
        using var topology = Held(new() { Keep = 0.5 });
        topology.Feedback = new() { Thresholds = new Dictionary<string, KeepOptions> { ["quality_filter"] = new() { Keep = 0.5 } } };
        var e = await Assert.ThrowsAsync<BadInputException>(async () => await Planner.PlanAsync(topology.Build()));
        Assert.Contains("quality_filter", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Condense_follows_what_the_filter_sees_and_leaves_what_is_learnt_out_of_the_mean()
    {
        // One in two is learnt (0.1), one in four is as it should be (2), one in four too hard (4): the mean of what is not learnt is 3.
        double Loss(Sample sample) => (sample.Lineage.Position % 4) switch { 0 or 1 => 0.1, 2 => 2, _ => 4 };
        using var topology = new TestTopology
        {
            Epoch = new(Samples: 100),
            Feedback = new() { Policy = FeedbackPolicy.Condense, Filter = "test_range", Low = 0.2, High = 1.25 },
        }
            .From("x", ListSourceOptions.Numbered(400, "a")).Then(Within(Loss, 0, 100));
        await RunAsync(topology, 4);
        var history = await HistoryAsync(topology);
        Assert.Equal([100, 100, 25, 25], history.Select(e => e.Operators[0].Out));
        var range = history[2].Steering!.Thresholds.Values.Single().InForce;
        Assert.InRange(range.Min, 0.55, 0.65);
        Assert.InRange(range.Max, 3.6, 3.8);
    }

    private static string Steering(EpochManifest epoch) => JsonSerializer.Serialize(epoch.Steering);

    private static async Task<IReadOnlyList<EpochManifest>> HistoryAsync(TestTopology topology)
    {
        var store = new LocalStore(topology.Table);
        var snapshot = await new DeltaLog(store, null, TableFolders.DeltaLog).ReadAsync(default);
        return await ManifestHistory.ReadAsync(store, snapshot!, default);
    }
}
