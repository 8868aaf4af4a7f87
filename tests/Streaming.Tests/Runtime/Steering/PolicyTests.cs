using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime.Steering;

/// <summary>What acts on a trainer's losses.</summary>
public sealed class PolicyTests
{
    private static TestTopology Two(FeedbackOptions feedback, string? folder = null) => new TestTopology(folder)
    {
        Mix = new(new Dictionary<string, double> { ["x"] = 1, ["y"] = 1 }, MixUnit.Samples),
        Epoch = new(Samples: 100),
        Feedback = feedback,
    }
        .From("x", ListSourceOptions.Numbered(5_000, "a")).From("y", ListSourceOptions.Numbered(5_000, "b"));

    private static LossReport Losses(long step, double x, double y) => new() { Step = step, Losses = new Dictionary<string, double> { ["x"] = x, ["y"] = y } };

    // One epoch with a report ahead of it.
    private static async Task<(double X, double Y)> EpochAsync(TestTopology topology, LossReport? report)
    {
        await using var plan = await Planner.PlanAsync(topology.Build());
        if (report is not null)
        {
            plan.Control.Feedback.Report(report);
        }

        Assert.Equal(RunStatus.Completed, (await Run.ExecuteAsync(plan, new() { MaxEpochs = 1 }, default)).Status);
        return (plan.Control.Mix!.InForce["x"], plan.Control.Mix.InForce["y"]);
    }

    [Fact]
    public async Task Odm_is_exp3_on_losses_over_shares_and_goes_on_after_a_restart()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Odm, Smoothing = 0.5 });

        // First border: both rewards 0.5 * L / 0.5; the exploration before it is 1/K, and after it 1/K too: weights stay even.
        Assert.Equal((0.5, 0.5), await EpochAsync(topology, Losses(1, 1, 3)));

        // Second border: R = (0.5·1 + 0.5·1/0.5, 0.5·3 + 0.5·3/0.5) = (1.5, 4.5); ε' = min(1/2, √(ln 2 / 2)) = 1/2, ε = √(ln 2 / 4).
        var explored = Math.Sqrt(Math.Log(2) / 4);
        var y = ((1 - (2 * explored)) / (1 + Math.Exp(-0.5 * 3))) + explored;
        Assert.Equal((Math.Round(1 - y, 6), Math.Round(y, 6)), await EpochAsync(topology, Losses(2, 1, 3)));

        // Nothing told, nothing moved.
        Assert.Equal((Math.Round(1 - y, 6), Math.Round(y, 6)), await EpochAsync(topology, null));
    }

    [Fact]
    public async Task Doremi_follows_the_excess_over_the_reference()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Doremi, Floor = 0.1, Reference = new Dictionary<string, double> { ["x"] = 2, ["y"] = 1 } });
        var (x, y) = (0.9 * 0.5, (0.9 * 0.5 * Math.E) + 0);
        var sum = 0.5 + (0.5 * Math.E);
        (x, y) = ((0.9 * 0.5 / sum) + 0.05, (0.9 * 0.5 * Math.E / sum) + 0.05);
        Assert.Equal((Math.Round(x, 6), Math.Round(y, 6)), await EpochAsync(topology, Losses(1, 1.5, 2)));
    }

    [Fact]
    public async Task Doremi_clips_each_sample_and_counts_none_below_its_reference()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Doremi, Floor = 0, Clip = 2 });
        var report = new LossReport
        {
            Step = 1,
            Samples = [new("a:1", "x", 100, 1), new("a:2", "x", 1, 3), new("b:1", "y", 1, 1)],
        };
        var e = Math.Exp((2 + 0) / 2.0);
        Assert.Equal((Math.Round(e / (e + 1), 6), Math.Round(1 / (e + 1), 6)), await EpochAsync(topology, report));
    }

    [Fact]
    public async Task A_temperature_moves_with_the_steps()
    {
        using var topology = new TestTopology { Mix = new(new Dictionary<string, double> { ["x"] = 9, ["y"] = 1 }, MixUnit.Samples), Epoch = new(Samples: 100), Feedback = new() { Policy = FeedbackPolicy.Temperature, From = 1, To = 3, Steps = 100 } }
            .From("x", ListSourceOptions.Numbered(2_000, "a")).From("y", ListSourceOptions.Numbered(2_000, "b"));
        Assert.Equal((0.75, 0.25), await EpochAsync(topology, new() { Step = 50, Losses = new Dictionary<string, double> { ["x"] = 1 } }));
    }

    [Fact]
    public async Task Condense_moves_the_filters_range_with_the_mean()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Condense, Filter = "test_range", Low = 0.25, High = 2 });
        topology.Then(Within(s => s.Lineage.Position % 10, 0, 9));
        await using var plan = await Planner.PlanAsync(topology.Build());
        plan.Control.Feedback.Report(Losses(1, 3, 5));
        await Run.ExecuteAsync(plan, new() { MaxEpochs = 1 }, default);
        Assert.Equal(new Interval(1, 8), plan.Control.Thresholds.Status[0].InForce);
        Assert.Equal(80, (await topology.IdsAsync()).Count);
    }

    [Fact]
    public async Task A_report_that_does_not_fit_is_refused_whole()
    {
        using var topology = Two(new());
        await using var plan = await Planner.PlanAsync(topology.Build());
        Assert.Throws<BadInputException>(() => plan.Control.Feedback.Report(new() { Step = 3, Losses = new Dictionary<string, double> { ["x"] = 1, ["z"] = 1 } }));
        Assert.Throws<BadInputException>(() => plan.Control.Feedback.Report(Losses(3, 1, double.NaN)));
        Assert.Throws<BadInputException>(() => plan.Control.Feedback.Report(new() { Step = 3, Samples = [new("i", "x", 1, -1)] }));
        Assert.Equal(0, plan.Control.Feedback.Step);
        Assert.Empty(plan.Control.Feedback.Newest);
    }

    [Fact]
    public async Task A_policy_without_its_filter_is_refused_before_anything_starts()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Condense });
        var e = await Assert.ThrowsAsync<BadInputException>(async () => await Planner.PlanAsync(topology.Build()));
        Assert.Contains("condense_filter", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_began_with_an_epoch_that_stayed_empty_is_said_by_the_next()
    {
        using var topology = Two(new() { Policy = FeedbackPolicy.Doremi, Reference = new Dictionary<string, double> { ["x"] = 1, ["y"] = 1 } });
        topology.Then(Within(s => 1, 0, 9));
        await using var plan = await Planner.PlanAsync(topology.Build());
        plan.Control.Feedback.Report(Losses(7, 2, 3));
        plan.Control.Thresholds.Propose(new Dictionary<string, RangeChange> { ["test_range"] = new(1, null) });
        var steering = new LiveSteering(plan.Control, null);
        var order = IntakeOrders.For(plan, null);

        var first = steering.BeginEpoch(again: false).Record!;
        order.BeginEpoch(again: false);
        Assert.Equal((true, 7, 2.0), (first.Changed, first.Policy!.Step, first.Policy.Losses["x"]));
        Assert.True(order.Record!.Changed);

        var second = steering.BeginEpoch(again: true).Record!;
        order.BeginEpoch(again: true);
        Assert.Equal((true, 7, 2.0), (second.Changed, second.Policy!.Step, second.Policy.Losses["x"]));
        Assert.Equal((true, first.Proposal), (order.Record!.Changed, second.Proposal));
        plan.Control.Mix!.Committed(order.Record);
        plan.Control.Thresholds.Committed(second);
        Assert.Null(plan.Control.Mix.Wanted);
        Assert.Null(plan.Control.Thresholds.Status[0].Wanted);

        var third = steering.BeginEpoch(again: false).Record!;
        order.BeginEpoch(again: false);
        Assert.False(third.Changed || order.Record!.Changed);
        Assert.Empty(third.Policy!.Losses);
    }

    [Fact]
    public async Task Proposals_add_up_until_they_come_into_force()
    {
        using var topology = Two(new());
        await using var plan = await Planner.PlanAsync(topology.Build());
        plan.Control.Mix!.Propose(new Dictionary<string, double> { ["x"] = 3 });
        plan.Control.Mix.Propose(new Dictionary<string, double> { ["y"] = 5 });
        Assert.Equal((3, 5), (plan.Control.Mix.Wanted!["x"], plan.Control.Mix.Wanted["y"]));
    }
}
