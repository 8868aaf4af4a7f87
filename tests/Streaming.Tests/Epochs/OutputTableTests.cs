using Streaming.Epochs;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Epochs;

/// <summary>When a table gets a checkpoint, and how plain files become visible.</summary>
public sealed class OutputTableTests
{
    private readonly MemoryStore _store = new();
    private readonly CountingCheckpoints _checkpoints = new();

    [Fact]
    public async Task A_checkpoint_is_written_every_twenty_entries()
    {
        var table = Open(TableLayout.Delta);
        await CommitAsync(table, await table.OpenAsync("test", [], default), 60, files: 1);
        Assert.Equal([20, 40, 60], _checkpoints.Versions);
    }

    [Fact]
    public async Task Runs_of_a_few_entries_each_leave_checkpoints_as_one_long_run_does()
    {
        for (var run = 0; run < 9; run++)
        {
            var table = Open(TableLayout.Delta);
            await CommitAsync(table, await table.OpenAsync("test", [], default), 5, files: 1);
        }

        Assert.Equal([20, 40], _checkpoints.Versions);
    }

    [Fact]
    public async Task A_border_that_entries_of_others_take_is_passed_and_not_missed()
    {
        var table = Open(TableLayout.Delta);
        var snapshot = await CommitAsync(table, await table.OpenAsync("test", [], default), 19, files: 1);
        for (var version = 20; version <= 22; version++)
        {
            await table.Log.TryCommitAsync(version, [table.Info("OPTIMIZE")], default);
        }

        snapshot = await table.Log.RefreshAsync(snapshot, default);
        await CommitAsync(table, snapshot, 1, files: 1);
        Assert.Equal([23], _checkpoints.Versions);
    }

    [Fact]
    public async Task A_table_of_many_files_gets_checkpoints_more_seldom_so_that_each_commit_pays_for_as_much()
    {
        var table = Open(TableLayout.Delta);
        await CommitAsync(table, await table.OpenAsync("test", [], default), 400, files: 32);
        var (files, listed) = (400 * 32, _checkpoints.Versions.Sum(v => v * 32));
        Assert.InRange(listed, files / 2, 400 * 64 * 2);
    }

    [Fact]
    public async Task Only_what_the_log_names_leaves_the_staging_folder()
    {
        var table = Open(TableLayout.Plain);
        var snapshot = await table.OpenAsync("test", [], default);
        await _store.PutAsync($"{TableFolders.Staging}/open.lines", new byte[1], default);
        await _store.PutAsync($"{TableFolders.Staging}/named.lines", new byte[1], default);
        await table.Log.TryCommitAsync(1, [.. table.Adds([new("named.lines", 1, 1, "{}")])], default);
        await table.PublishAsync(await table.Log.RefreshAsync(snapshot, default), default);
        Assert.NotNull(await _store.OpenReadAsync("named.lines", default));
        Assert.Null(await _store.OpenReadAsync("open.lines", default));
        Assert.NotNull(await _store.OpenReadAsync($"{TableFolders.Staging}/open.lines", default));
    }

    private OutputTable Open(TableLayout layout) => new("out", _store, layout, new LineShards(), RowSchema.Text, _checkpoints, TimeProvider.System);

    private static async Task<TableSnapshot> CommitAsync(OutputTable table, TableSnapshot snapshot, int entries, int files)
    {
        for (var i = 0; i < entries; i++)
        {
            var version = snapshot.Version + 1;
            var added = Enumerable.Range(0, files).Select(f => new ManifestFile($"{version}-{f}.lines", 1, 1, "{}")).ToList();
            Assert.True(await table.Log.TryCommitAsync(version, [.. table.Adds(added)], default));
            snapshot = await table.Log.RefreshAsync(snapshot, default);
            await table.CheckpointAsync(snapshot, default);
        }

        return snapshot;
    }

    private sealed class CountingCheckpoints : ICheckpointFormat
    {
        public List<long> Versions { get; } = [];

        public ValueTask<byte[]> WriteAsync(IEnumerable<LogAction> actions, CancellationToken abort)
        {
            // Each entry of these tests adds as many files as the others.
            var files = actions.OfType<AddAction>().Select(a => a.Path.Split('-')[0]);
            Versions.Add(long.Parse(files.Last(), System.Globalization.CultureInfo.InvariantCulture));
            return ValueTask.FromResult(Array.Empty<byte>());
        }

        public ValueTask<bool> IsInLogOrderAsync(Stream file, CancellationToken abort) => ValueTask.FromResult(false);

        public IAsyncEnumerable<LogAction> ReadAsync(Stream file, CancellationToken abort) => throw new NotSupportedException();
    }
}
