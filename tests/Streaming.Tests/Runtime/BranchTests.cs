using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

public sealed class BranchTests
{
    private static Predicate Every(int n) => new($"position % {n} == 0", s => s.Lineage.Position % n == 0);

    [Fact]
    public async Task A_route_sends_each_sample_down_one_branch_and_to_its_sink()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(300)).To("out").To("thirds");
        topology.Then(new RouteStep([new("thirds", Every(3), [], "thirds"), new("rest", null, [], null)], new(1, 1)));
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal(100, (await topology.IdsAsync("thirds")).Count);
        Assert.Equal(200, (await topology.IdsAsync()).Count);
        Assert.Empty((await topology.IdsAsync("thirds")).Intersect(await topology.IdsAsync()));
    }

    [Fact]
    public async Task Branches_that_join_again_lose_nothing_and_keep_their_order()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) }.From("in", ListSourceOptions.Numbered(1_000));
        topology.Then(
            new RouteStep(
            [
                new("fast", Every(2), [Map(s => "fast")], null),
                new("slow", null, [OnBatch(async _ => await Task.Delay(1)), Map(s => "slow")], null),
            ], new(1, 1)),
            Map(s => s.Text + "!"));
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        Assert.Equal(1_000, ids.Distinct().Count());
        foreach (var parity in new[] { 0, 1 })
        {
            var positions = ids.Select(i => int.Parse(i[2..])).Where(p => p % 2 == parity).ToList();
            Assert.Equal(positions.Order(), positions);
        }
    }

    [Fact]
    public async Task A_tee_copies_every_sample()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(500)).To("out").To("audit");
        topology.Then(new TeeStep([new("copy", null, [Map(s => "copied")], "audit")], new(1, 1)), Map(s => "main"));
        var report = await topology.RunAsync();
        Assert.Equal(await topology.IdsAsync(), await topology.IdsAsync("audit"));
        Assert.Equal((500, 1_000, 500), (report.Totals.Samples.In, report.Totals.Samples.Out, report.Totals.Samples.Expanded));
    }

    [Fact]
    public async Task A_branch_whose_operators_hold_samples_gives_them_at_the_end()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100));
        topology.Then(new RouteStep([new("packed", Every(2), [Step<Groups>(new GroupsOptions(8))], null), new("rest", null, [], null)], new(1, 1)));
        await topology.RunAsync();
        Assert.Equal(50 + 7, (await topology.IdsAsync()).Count);
    }

    [Fact]
    public async Task Several_sinks_without_branches_all_get_everything()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 30) }.From("in", ListSourceOptions.Numbered(100)).To("out").To("second");
        await topology.RunAsync();
        Assert.Equal(await topology.IdsAsync(), await topology.IdsAsync("second"));
        Assert.Equal(100, (await topology.IdsAsync()).Count);
    }
}
