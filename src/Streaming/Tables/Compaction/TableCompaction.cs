using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>
/// Merges small files of a Delta table, beside running writers: each merge is one entry that removes the parts and adds the merged file in their place, with
/// <c>dataChange=false</c>. The parts stay on disk for readers of older versions until vacuum.
/// </summary>
/// <param name="store">The table.</param>
/// <param name="log">Its log.</param>
/// <param name="format">The format of its files.</param>
/// <param name="options">When to merge.</param>
/// <param name="time">The clock.</param>
public sealed class TableCompaction(IObjectStore store, DeltaLog log, IShardFormat format, CompactionOptions options, TimeProvider? time = null)
{
    private static readonly ShardLimits _limits = new(64 << 20);
    private readonly IMergesShards _merger = format as IMergesShards ?? throw new BadInputException($"Files of the format {format.Extension} cannot be merged.");
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private TableSnapshot? _snapshot;

    /// <summary>Merges what there is to merge now.</summary>
    /// <exception cref="BadInputException">There is no table, or one that the engine must not write.</exception>
    public async ValueTask<CompactionReport> RunAsync(CancellationToken abort)
    {
        _snapshot = _snapshot is null ? await log.ReadAsync(abort) : await log.RefreshAsync(_snapshot, abort);
        var table = _snapshot ?? throw new BadInputException($"There is no table in '{store.Root}'.");
        table.RequireWritable();
        var report = new CompactionReport(0, 0, 0, table.Version);
        foreach (var run in CompactionPlan.Of(table.Files, options))
        {
            var parts = Enumerable.Range(run.First, run.Count).Select(i => table.Files[i]).ToList();
            while (parts.Count >= 2)
            {
                var (taken, bytes) = await MergeAsync(parts, abort);
                report += new CompactionReport(bytes > 0 ? 1 : 0, bytes > 0 ? taken : 0, bytes, _snapshot.Version);
                parts.RemoveRange(0, Math.Max(1, taken));
            }
        }

        return report;
    }

    // How many of the parts are done with, and the size of the file that they became; 0 where nothing came of it.
    private async ValueTask<(int Parts, long Bytes)> MergeAsync(List<AddAction> parts, CancellationToken abort)
    {
        var attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var first = CompactionTags.FirstOf(parts[0]);
        var path = $"{first[..^Path.GetExtension(first).Length]}-m{attempt}{format.Extension}";
        await using var file = await store.CreateAsync(path, abort);
        var merged = await _merger.MergeAsync([.. parts.Select(Open)], file.Content, _limits, abort);
        if (merged.Parts < 2)
        {
            return (1, 0);
        }

        parts = parts[..merged.Parts];
        RequireAllRows(parts, merged.Rows);
        var size = await file.PublishAsync(abort);

        // The place's time is the first part's, so that readers that order files by time and name alone find the same order.
        var add = new AddAction(path, size, parts[0].ModificationTime, DataChange: false, StatisticsUnion.Of(parts.Select(p => p.Stats), merged.Rows), CompactionTags.Of(parts));
        if (await CommitAsync(add, parts, abort))
        {
            return (merged.Parts, size);
        }

        await store.DeleteAsync(path, abort);
        return (merged.Parts, 0);
    }

    private static void RequireAllRows(List<AddAction> parts, long rows)
    {
        if (parts.All(p => AddStatistics.Rows(p.Stats) is not null) && parts.Sum(p => AddStatistics.Rows(p.Stats)!.Value) is var known && known != rows)
        {
            throw new InvalidDataException($"The log says that '{parts[0].Path}' and the {parts.Count - 1} files after it hold {known} rows, they hold {rows}. Nothing was changed.");
        }
    }

    // False where another compaction took one of the parts. Writers only add files behind them, so against those it is only the number that is tried again.
    private async ValueTask<bool> CommitAsync(AddAction add, List<AddAction> parts, CancellationToken abort)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        LogAction[] entry = [Info(parts.Count, now), .. parts.Select(p => new RemoveAction(p.Path, now, DataChange: false, p.Size)), add];
        while (AreNeighbours(_snapshot!, parts))
        {
            if (await log.TryCommitAsync(_snapshot!.Version + 1, entry, abort))
            {
                _snapshot = await log.AdvanceAsync(_snapshot, _snapshot.Version + 1, abort);
                return true;
            }

            _snapshot = await log.RefreshAsync(_snapshot, abort);

            // A put whose answer was lost, and that was tried again by the store, finds its own entry.
            if (_snapshot.FileList.IndexOf(add.Path) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreNeighbours(TableSnapshot table, List<AddAction> parts)
    {
        var first = table.FileList.IndexOf(parts[0].Path);
        return first >= 0 && first + parts.Count <= table.Files.Count && !parts.Where((p, i) => table.Files[first + i].Path != p.Path).Any();
    }

    private Func<CancellationToken, ValueTask<Stream>> Open(AddAction part) => async abort =>
        await store.OpenReadAsync(part.Path, abort) ?? throw new InvalidDataException($"The log names '{part.Path}', which is missing.");

    private static CommitInfoAction Info(int parts, long now) => new(new JsonObject
    {
        ["timestamp"] = now,
        ["operation"] = "OPTIMIZE",
        ["engineInfo"] = "Streaming",
        ["isBlindAppend"] = false,
        ["operationMetrics"] = new JsonObject { ["numRemovedFiles"] = parts.ToString(CultureInfo.InvariantCulture), ["numAddedFiles"] = "1" },
    });
}

/// <summary>What a compaction did.</summary>
/// <param name="Merged">Files that it made.</param>
/// <param name="Parts">Files that they took the place of.</param>
/// <param name="Bytes">Bytes of the files that it made.</param>
/// <param name="Version">The table's version after it.</param>
public sealed record CompactionReport(int Merged, int Parts, long Bytes, long Version)
{
    /// <summary>Both, one after the other.</summary>
    public static CompactionReport operator +(CompactionReport first, CompactionReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new(first.Merged + second.Merged, first.Parts + second.Parts, first.Bytes + second.Bytes, second.Version);
    }
}
