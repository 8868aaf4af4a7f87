using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Tables.Compaction;

/// <summary>Small files of a run are merged: the same rows in the same order, whatever fails and whoever writes meanwhile.</summary>
public sealed class TableCompactionTests
{
    private static readonly CompactionOptions _eager = new() { MinFiles = 4, TargetBytes = new(600) };

    public static TheoryData<string, bool> Steps()
    {
        var steps = new TheoryData<string, bool>();
        foreach (var operation in new[] { FaultingStore.Read, FaultingStore.Create, FaultingStore.Write, FaultingStore.Publish, FaultingStore.PutIfAbsent })
        {
            steps.Add(operation, false);
            steps.Add(operation, true);
        }

        return steps;
    }

    [Fact]
    public async Task Rows_keep_their_order_and_replays_of_the_log_agree()
    {
        using var topology = await TableAsync(40);
        var before = await topology.IdsAsync();
        var store = new LocalStore(topology.Table);
        var old = await new DeltaLog(store, null).ReadAsync(default);
        for (var round = 0; round < 3; round++)
        {
            await CompactAsync(store);
        }

        Assert.Equal(before, await topology.IdsAsync());
        var now = (await new DeltaLog(store, null).ReadAsync(default))!;
        Assert.InRange(now.Files.Count, 1, 12);
        Assert.Equal(now.Files.Select(f => f.Path), (await new DeltaLog(store, null).RefreshAsync(old!, default)).Files.Select(f => f.Path));
        Assert.Equal(400, now.Files.Sum(f => AddStatistics.Rows(f.Stats)));
        Assert.Equal(40, now.Files.Sum(f => int.Parse(f.Tags?.GetValueOrDefault("streaming.parts") ?? "1")));

        // Readers that order files by time and name alone find the same order.
        Assert.Equal(now.Files.Select(f => f.Path), now.Files.OrderBy(f => f.ModificationTime).ThenBy(f => f.Path, StringComparer.Ordinal).Select(f => f.Path));
        Assert.Equal(0, (await CompactAsync(store)).Merged);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_fault_at_any_step_changes_no_row_and_the_next_compaction_goes_on(string operation, bool after)
    {
        using var topology = await TableAsync(20);
        var before = await topology.IdsAsync();
        var store = new FaultingStore(new LocalStore(topology.Table));
        store.Fail(operation, operation is FaultingStore.PutIfAbsent ? "_delta_log" : "part-", () => new IOException("No space left on device"), after, times: 1);
        if (!(operation == FaultingStore.Write && after))
        {
            await Assert.ThrowsAnyAsync<IOException>(async () => await CompactAsync(store));
        }

        Assert.Equal(before, await topology.IdsAsync());
        store.Heal();
        await CompactAsync(store);
        Assert.Equal(before, await topology.IdsAsync());
        Assert.InRange((await new DeltaLog(store, null).ReadAsync(default))!.Files.Count, 1, 8);
    }

    [Fact]
    public async Task A_writer_that_commits_meanwhile_is_not_disturbed_nor_fenced()
    {
        using var topology = await TableAsync(20, more: 10);
        var store = new FaultingStore(new LocalStore(topology.Table));
        var publishing = store.Hold(FaultingStore.PutIfAbsent, "_delta_log");
        var compaction = CompactAsync(store);
        await publishing.Reached;
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        publishing.Release();
        Assert.True((await compaction).Merged > 0);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"a:{i}"), await topology.IdsAsync());
    }

    [Fact]
    public async Task Two_compactions_at_once_merge_each_file_once()
    {
        using var topology = await TableAsync(60);
        var before = await topology.IdsAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CompactAsync(new LocalStore(topology.Table)))));
        Assert.Equal(before, await topology.IdsAsync());
        var live = (await new DeltaLog(new LocalStore(topology.Table), null).ReadAsync(default))!;
        Assert.Equal(60, live.Files.Sum(f => int.Parse(f.Tags?.GetValueOrDefault("streaming.parts") ?? "1")));
        Assert.Equal(live.Files.Count(f => f.Tags is not null), Directory.GetFiles(topology.Table, "*-m*.lines").Length - live.Tombstones.Keys.Count(p => p.Contains("-m", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_compacts_beside_itself_and_goes_on_after_it()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 10) };
        topology.From("in", ListSourceOptions.Numbered(600) with { BatchSamples = 10, BeforeBatch = async (_, at, abort) => await Task.Delay(at < 500 ? 20 : 0, abort) })
            .Then(Keep(s => s.Lineage.Position % 10 != 3), Step<Groups>(new GroupsOptions(7)))
            .To("out", new(topology.Table) { Compaction = _eager with { MinFiles = 3 } });
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, null), (report.Status, report.Totals.Compaction!.Failure));
        Assert.True(report.Totals.Compaction.Parts > 0);
        using var plain = new TestTopology { Epoch = new(Samples: 10) };
        await plain.From("in", ListSourceOptions.Numbered(600)).Then(Keep(s => s.Lineage.Position % 10 != 3), Step<Groups>(new GroupsOptions(7))).RunAsync();
        Assert.Equal(await plain.IdsAsync(), await topology.IdsAsync());
        Assert.Equal(await plain.IdsAsync("rejects"), await topology.IdsAsync("rejects"));
    }

    [Fact]
    public async Task A_compaction_that_fails_is_told_and_the_run_goes_on()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 10) };
        var store = new FaultingStore(new LocalStore(topology.Table));
        store.Fail(FaultingStore.Create, "-m", () => new IOException("No space left for merging"));
        topology.From("in", ListSourceOptions.Numbered(600) with { BatchSamples = 10, BeforeBatch = async (_, _, abort) => await Task.Delay(20, abort) })
            .To("out", new(topology.Table) { Compaction = _eager, Store = _ => store });
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, "No space left for merging"), (report.Status, report.Totals.Compaction!.Failure));
        Assert.Equal(600, (await topology.IdsAsync()).Count);
    }

    [Fact]
    public async Task A_log_that_promises_other_rows_than_the_files_have_stops_the_merge()
    {
        using var topology = await TableAsync(8);
        await File.AppendAllTextAsync(Directory.GetFiles(topology.Table, "part-00000003*")[0], "one more\tx\t\t\n");
        var e = await Assert.ThrowsAsync<InvalidDataException>(async () => await CompactAsync(new LocalStore(topology.Table)));
        Assert.Contains("Nothing was changed", e.Message, StringComparison.Ordinal);
        Assert.Equal(8, (await new DeltaLog(new LocalStore(topology.Table), null).ReadAsync(default))!.Files.Count);
    }

    private static Task<CompactionReport> CompactAsync(IObjectStore store) =>
        new TableCompaction(store, new DeltaLog(store, null), new LineShards(), _eager).RunAsync(default).AsTask();

    // A table of so many files with ten rows each; a second run would add more.
    private static async Task<TestTopology> TableAsync(int files, int more = 0)
    {
        var topology = new TestTopology { Epoch = new(Samples: 10) };
        topology.From("in", ListSourceOptions.Numbered((files + more) * 10));
        await topology.RunAsync(new() { MaxEpochs = files });
        return topology;
    }
}
