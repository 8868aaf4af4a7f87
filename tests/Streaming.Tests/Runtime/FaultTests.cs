using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>A fault anywhere in the graph stops the run once, names who failed, ends every block, and leaves nothing of the open epoch visible.</summary>
public sealed class FaultTests
{
    private static StepSpec Break(int at, string kind, bool serial) => OnBatch(batch =>
    {
        if (batch.Samples.Any(s => s.Lineage.Position == at))
        {
            throw kind switch
            {
                "cancelled" => new OperationCanceledException("the operator's own token"),
                "disk" => new IOException("No space left on device"),
                _ => new InvalidOperationException("a bug"),
            };
        }

        return ValueTask.CompletedTask;
    }, serial);

    private static StepSpec Pass => Map(s => s.Text);

    private static StepSpec[] Chain(StepSpec broken, int place) => [.. Enumerable.Range(0, 3).Select(i => i == place ? broken : Pass)];

    private static void Shape(TestTopology topology, string edge, StepSpec broken, int place)
    {
        var numbered = ListSourceOptions.Numbered(2_000);
        switch (edge)
        {
            case "merge":
                topology.From("x", numbered, Chain(broken, place)).From("y", ListSourceOptions.Numbered(2_000, "b")).Then(Pass);
                break;
            case "route":
                topology.From("in", numbered).Then(new RouteStep([new("even", new("even", s => s.Lineage.Position % 2 == 0), Chain(broken, place), null), new("odd", null, [Pass], null)], new(1, 1)));
                break;
            case "tee":
                topology.From("in", numbered).To("out").To("audit").Then(new TeeStep([new("copy", null, Chain(broken, place), "audit")], new(1, 1)));
                break;
            default:
                topology.From("in", numbered).Then(Chain(broken, place));
                break;
        }
    }

    public static TheoryData<string, int, string, bool> Everywhere()
    {
        var cases = new TheoryData<string, int, string, bool>();
        foreach (var edge in new[] { "chain", "merge", "route", "tee" })
        {
            foreach (var place in new[] { 0, 1, 2 })
            {
                cases.Add(edge, place, "bug", place == 1);
                cases.Add(edge, place, place == 0 ? "cancelled" : "disk", place != 1);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_fault_anywhere_ends_the_run_and_names_the_operator(string edge, int place, string kind, bool serial)
    {
        using var topology = new TestTopology { Epoch = new(Samples: 500) };
        Shape(topology, edge, Break(1_000, kind, serial), place);
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Failed, report.Status);
        Assert.Equal(("operator_fault", "test_batches"), (report.Error!.Code, report.Error.Operator));
        Assert.NotNull(report.Error.Split);
        Assert.All(await topology.IdsAsync(), id => Assert.True(int.Parse(id.Split(':')[1]) < 1_000 || id.StartsWith('b')));
    }

    [Fact]
    public async Task The_first_fault_wins()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(1_000))
            .Then(OnBatch(b => b.Samples[0].Lineage.Position >= 160 ? throw new InvalidOperationException($"fault at {b.Samples[0].Lineage.Position}") : default, serial: true));
        Assert.Equal("fault at 160", (await topology.RunAsync()).Error!.Message);
    }

    [Fact]
    public async Task A_source_that_fails_names_its_split_and_position()
    {
        var options = ListSourceOptions.Numbered(1_000) with
        {
            BeforeBatch = (split, at, _) => at >= 512 ? throw new Streaming.Operators.SourceFaultException(new("in", split), at, "the file is torn") : default,
        };
        using var topology = new TestTopology { Epoch = new(Samples: 100) }.From("in", options);
        var report = await topology.RunAsync();
        Assert.Equal(("source_fault", "in/a", 512L), (report.Error!.Code, report.Error.Split, report.Error.Position));
        Assert.Equal(0, (await topology.IdsAsync()).Count % 100);
    }

    [Fact]
    public async Task A_blocked_producer_is_freed_when_its_consumer_dies()
    {
        // Faults travel downstream only: without the abort token the source would wait on its full edge for ever.
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100_000))
            .Then(Pass, OnBatch(b => b.Samples[0].Lineage.Position > 320 ? throw new InvalidOperationException("dead") : default, serial: true));
        Assert.Equal(RunStatus.Failed, (await topology.RunAsync()).Status);
    }

    [Theory]
    [InlineData(FaultingStore.Create)]
    [InlineData(FaultingStore.Write)]
    [InlineData(FaultingStore.Publish)]
    public async Task A_full_disk_stops_the_run_and_the_same_command_resumes(string operation)
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) };
        var store = new FaultingStore(new Streaming.Tables.LocalStore(topology.Table));
        topology.From("in", ListSourceOptions.Numbered(1_000)).To("out", new(topology.Table) { Store = _ => store });
        store.Fail(operation, "part-00000004", () => new IOException("No space left on device"));
        var report = await topology.RunAsync();
        Assert.Equal(("sink_fault", "out"), (report.Error!.Code, report.Error.Operator));
        var visible = (await topology.IdsAsync()).Count;
        Assert.True(visible % 100 == 0 && visible <= 300, $"{visible} samples are visible");
        store.Heal();
        await topology.RunAsync();
        Assert.Equal(1_000, (await topology.IdsAsync()).Distinct().Count());
        Assert.Equal(1_000, (await topology.IdsAsync()).Count);
    }

    [Theory]
    [InlineData(FaultingStore.Put, "_streaming/epochs", false)]
    [InlineData(FaultingStore.Put, "_streaming/epochs", true)]
    [InlineData(FaultingStore.PutIfAbsent, "00000000000000000003.json", false)]
    [InlineData(FaultingStore.PutIfAbsent, "00000000000000000003.json", true)]
    public async Task An_fsync_that_fails_in_the_commit_leaves_whole_epochs_and_the_same_command_resumes(string operation, string path, bool after)
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) };
        var store = new FaultingStore(new Streaming.Tables.LocalStore(topology.Table));
        topology.From("in", ListSourceOptions.Numbered(1_000)).To("out", new(topology.Table) { Store = _ => store });
        store.Fail(operation, path, () => new IOException("fsync failed"), after);
        Assert.Equal("commit_fault", (await topology.RunAsync()).Error!.Code);
        Assert.Equal(0, (await topology.IdsAsync()).Count % 100);
        store.Heal();
        await topology.RunAsync();
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"a:{i}"), await topology.IdsAsync());
    }

    [Fact]
    public async Task Rejects_that_were_not_rolled_forward_are_by_the_next_start()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) }.From("in", ListSourceOptions.Numbered(300)).Then(Keep(s => s.Lineage.Position % 2 == 0));
        var log = Path.Combine(topology.Folder, "rejects", "_delta_log", "00000000000000000001.json");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        await topology.RunAsync(new() { MaxEpochs = 1 });
        File.Delete(log); // As if the process had died between the deciding commit and the side table's.
        Assert.Empty(await topology.IdsAsync("rejects"));
        await topology.RunAsync();
        Assert.Equal(150, (await topology.IdsAsync("rejects")).Distinct().Count());
        Assert.Equal(150, (await topology.IdsAsync("rejects")).Count);
    }

    [Fact]
    public async Task Two_processes_on_one_table_commit_nothing_twice()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 50) }.From("in", ListSourceOptions.Numbered(2_000)).Then(Step<Groups>(new GroupsOptions(3)));
        var both = await Task.WhenAll(Task.Run(() => topology.RunAsync()), Task.Run(() => topology.RunAsync()));
        Assert.Contains(both, r => r.Error?.Code == "fenced" || r.Status == RunStatus.Completed);
        await topology.RunAsync();
        var members = (await LineTable.ReadAsync(new Streaming.Tables.LocalStore(topology.Table))).SelectMany(l => l.Split('\t')[1].Split(',')).ToList();
        Assert.Equal(2_000, members.Count);
        Assert.Equal(2_000, members.Distinct().Count());
    }

    [Fact]
    public async Task A_table_of_another_pipeline_is_refused()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(10));
        await topology.RunAsync();
        await using var plan = await Streaming.Runtime.Planner.PlanAsync(topology.Build() with { Name = "other" });
        var e = await Assert.ThrowsAsync<Streaming.Operators.BadInputException>(() => Streaming.Runtime.Run.ExecuteAsync(plan, new(), default));
        Assert.Contains("pipeline 'test'", e.Message, StringComparison.Ordinal);
    }
}
