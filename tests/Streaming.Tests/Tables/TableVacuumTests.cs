using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class TableVacuumTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly LocalStore _store;
    private readonly DeltaLog _log;

    public TableVacuumTests()
    {
        _store = new(_folder.Path);
        _log = new(_store, null);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_nobody_names_and_is_old_goes()
    {
        var removed = Now.AddDays(-3).ToUnixTimeMilliseconds();
        await _log.TryCommitAsync(0, Entries.First(Entries.Add("live.parquet"), Entries.Add("removed.parquet"), Entries.Add("old.parquet")), default);
        await _log.TryCommitAsync(1, [new RemoveAction("removed.parquet", removed, true), new RemoveAction("old.parquet", Now.AddDays(-8).ToUnixTimeMilliseconds(), true)], default);
        await FilesAsync(8, "live.parquet", "removed.parquet", "old.parquet", "orphan.parquet", "README.md", "_other/x.parquet", "_streaming/epochs/1.json", "_streaming/epochs/lost.json", "_streaming/state/s", "_streaming/topologies/t.yaml", "_streaming/staging/live.parquet");
        await FilesAsync(6, "young.parquet", "_streaming/epochs/young.json");
        await FilesAsync(8, ".half.parquet.0.tmp");

        Assert.Equal([".half.parquet.0.tmp", "_streaming/epochs/lost.json", "old.parquet", "orphan.parquet"], await RunAsync(new()));
        Assert.False(File.Exists(_folder["orphan.parquet"]));
        Assert.False(File.Exists(_folder[".half.parquet.0.tmp"]));
        Assert.True(File.Exists(_folder["live.parquet"]));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await _log.TryCommitAsync(0, Entries.First(), default);
        await FilesAsync(8, "orphan.parquet");
        Assert.Equal(["orphan.parquet"], await RunAsync(new() { DryRun = true }));
        Assert.True(File.Exists(_folder["orphan.parquet"]));
    }

    [Fact]
    public async Task What_is_committed_while_it_looks_stays()
    {
        await _log.TryCommitAsync(0, Entries.First(), default);
        await FilesAsync(8, "late.parquet");
        var faulting = new Testing.FaultingStore(_store);
        var held = faulting.Hold(Testing.FaultingStore.List, "", after: true);
        var run = new TableVacuum(faulting, new DeltaLog(_store, null), new Clock()).RunAsync(new(), _ => new(new HashSet<string>()), default).AsTask();
        await held.Reached;
        await _log.TryCommitAsync(1, [Entries.Add("late.parquet")], default);
        held.Release();
        Assert.Empty(await run);
    }

    [Fact]
    public async Task Without_a_table_nothing_is_touched()
    {
        await FilesAsync(8, "orphan.parquet");
        await Assert.ThrowsAsync<BadInputException>(() => RunAsync(new()));
        Assert.True(File.Exists(_folder["orphan.parquet"]));
    }

    private async Task<List<string>> RunAsync(VacuumOptions options)
    {
        IReadOnlySet<string> named = new HashSet<string> { "_streaming/epochs/1.json", "_streaming/state/s" };
        return [.. (await new TableVacuum(_store, _log, new Clock()).RunAsync(options, _ => new(named), default)).Select(o => o.Path)];
    }

    private async Task FilesAsync(int daysOld, params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
            await File.WriteAllTextAsync(_folder[path], "rows");
            File.SetLastWriteTimeUtc(_folder[path], Now.AddDays(-daysOld).UtcDateTime);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
