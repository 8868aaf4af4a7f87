using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>What <see cref="TableVacuum"/> may delete.</summary>
public sealed record VacuumOptions
{
    /// <summary>How old a file must be. Must be longer than the longest epoch: a shard is closed before its entry is written. Default 7 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Only say what would be deleted.</summary>
    public bool DryRun { get; init; }

    /// <summary>Names that may be shards. Other files in the table's folder are not the engine's and stay.</summary>
    public IReadOnlyList<string> ShardExtensions { get; init; } = [".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst"];

    /// <summary>The engine's own folders to look through; what nobody names in them goes as well.</summary>
    public IReadOnlyList<string> OwnFolders { get; init; } = ["_streaming/epochs", "_streaming/state", "_streaming/staging"];
}

/// <summary>Deletes what no entry and no manifest names: files of abandoned epochs, files removed longer ago than the retention, halves that killed writers left.</summary>
/// <param name="store">The table.</param>
/// <param name="log">Its log.</param>
/// <param name="time">Tells the age of files.</param>
public sealed class TableVacuum(IObjectStore store, DeltaLog log, TimeProvider? time = null)
{
    /// <summary>Deletes, or in a dry run only finds, the orphans; gives them in order.</summary>
    /// <param name="options">What may go.</param>
    /// <param name="referenced">The paths that manifests name, and the manifests that count. Asked after the files were listed, so that what is committed meanwhile is seen.</param>
    /// <param name="abort">Stops between two files.</param>
    /// <exception cref="BadInputException">There is no table, or one that the engine must not write.</exception>
    public async ValueTask<IReadOnlyList<StoredObject>> RunAsync(
        VacuumOptions options,
        Func<CancellationToken, ValueTask<IReadOnlySet<string>>> referenced,
        CancellationToken abort)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Retention, TimeSpan.Zero);
        var limit = (time ?? TimeProvider.System).GetUtcNow() - options.Retention;
        var candidates = await CandidatesAsync(options, limit, abort);
        var halves = await HalvesAsync(limit, abort);

        var table = await log.ReadAsync(abort) ?? throw new BadInputException($"There is no table in '{store.Root}'.");
        table.RequireWritable();
        var named = await referenced(abort);
        var orphans = candidates.Where(c => !IsLive(table, c.Path, limit) && !IsStaged(table, c.Path, options) && !named.Contains(c.Path)).ToList();
        if (!options.DryRun)
        {
            foreach (var orphan in orphans)
            {
                await store.DeleteAsync(orphan.Path, abort);
            }

            foreach (var half in halves)
            {
                await ((ILeftovers)store).DeleteLeftoverAsync(half, abort);
            }
        }

        return [.. orphans.Concat(halves.Select(h => h.Object)).OrderBy(o => o.Path, StringComparer.Ordinal)];
    }

    private static bool IsLive(TableSnapshot table, string path, DateTimeOffset limit) =>
        table.FileList.IndexOf(path) >= 0
        || (table.Tombstones.TryGetValue(path, out var removed) && removed.DeletionTimestamp > limit.ToUnixTimeMilliseconds());

    // A file of a committed entry that was not moved to its place yet: whoever runs next moves it.
    private static bool IsStaged(TableSnapshot table, string path, VacuumOptions options) =>
        options.OwnFolders.Any(f => IsBelow(path, f) && table.FileList.IndexOf(path[(f.Length + 1)..]) >= 0);

    private async ValueTask<List<Leftover>> HalvesAsync(DateTimeOffset limit, CancellationToken abort)
    {
        var halves = new List<Leftover>();
        await foreach (var half in store is ILeftovers leaving ? leaving.LeftoversAsync(abort) : AsyncEnumerable.Empty<Leftover>())
        {
            if (half.Object.Modified < limit)
            {
                halves.Add(half);
            }
        }

        return halves;
    }

    private async ValueTask<List<StoredObject>> CandidatesAsync(VacuumOptions options, DateTimeOffset limit, CancellationToken abort)
    {
        var candidates = new List<StoredObject>();
        await foreach (var item in store.ListAsync("", null, abort))
        {
            if (item.Modified < limit && (IsShard(item.Path, options) || options.OwnFolders.Any(f => IsBelow(item.Path, f))))
            {
                candidates.Add(item);
            }
        }

        return candidates;
    }

    // Names that begin with an underscore or a dot are hidden from Delta's vacuum: the log, the engine's folder, change data.
    private static bool IsShard(string path, VacuumOptions options) =>
        options.ShardExtensions.Any(e => path.EndsWith(e, StringComparison.Ordinal)) && !path.Split('/').Any(s => s is ['_' or '.', ..]);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
