using System.Globalization;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>A table's log: entries that are only ever added, each the atomic step from one version to the next, and checkpoints that sum them up.</summary>
/// <param name="store">Where the table lies.</param>
/// <param name="checkpoints">How checkpoints are read and written; null reads entries alone.</param>
/// <param name="folder">The log's folder within the store.</param>
/// <param name="time">Tells which tombstones have expired when a checkpoint is written.</param>
public sealed class DeltaLog(IObjectStore store, ICheckpointFormat? checkpoints, string folder = "_delta_log", TimeProvider? time = null)
{
    private const long MaxEntryBytes = 1 << 30;

    /// <summary>Where an entry lies.</summary>
    public string EntryPath(long version) => string.Create(CultureInfo.InvariantCulture, $"{folder}/{version:D20}.json");

    /// <summary>The newest version; null where there is no table.</summary>
    /// <remarks>
    /// Begins at the newest checkpoint that keeps the log's order and is followed by all its entries; else at the first entry; else at a foreign writer's checkpoint. A missing or
    /// wrong <c>_last_checkpoint</c> costs a listing. A table that the engine must not read, or a damaged log, is a <see cref="BadInputException"/>.
    /// </remarks>
    public async ValueTask<TableSnapshot?> ReadAsync(CancellationToken abort)
    {
        if (checkpoints is not null && await LastCheckpoint.ReadAsync(store, folder, abort) is { } hint)
        {
            var startAfter = string.Create(CultureInfo.InvariantCulture, $"{folder}/{hint:D20}");
            if (await LoadAsync(await LogListing.ReadAsync(store, folder, startAfter, abort), foreign: false, [], abort) is { } near)
            {
                return near;
            }
        }

        var all = await LogListing.ReadAsync(store, folder, null, abort);
        if (all.IsEmpty)
        {
            return null;
        }

        var problems = new List<string>();
        return await LoadAsync(all, foreign: false, [], abort)
            ?? await LoadAsync(all, foreign: true, problems, abort)
            ?? throw new BadInputException(
                $"The log of '{store.Root}' is damaged: no readable checkpoint, or first entry, is followed by all entries up to version {all.Newest}. {string.Join(' ', problems)}".TrimEnd());
    }

    /// <summary>The newest version, reached from a known one by the entries in between; the same object where nothing came.</summary>
    public async ValueTask<TableSnapshot> RefreshAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        var builder = new SnapshotBuilder(snapshot);
        var version = snapshot.Version;
        while (await ReadEntryAsync(version + 1, abort) is { } actions)
        {
            builder.Apply(++version, actions);
        }

        if (version > snapshot.Version)
        {
            return builder.Build();
        }

        // Nothing follows: or a foreign clean-up took the entries that did, and only its checkpoint knows of them.
        return await LastCheckpoint.ReadAsync(store, folder, abort) > version ? await ReadAsync(abort) ?? snapshot : snapshot;
    }

    /// <summary>
    /// Exactly version <paramref name="to"/>, and not an entry further: who has compared the entries up to there must not take in one that it has not seen.
    /// </summary>
    public async ValueTask<TableSnapshot> AdvanceAsync(TableSnapshot snapshot, long to, CancellationToken abort)
    {
        var builder = new SnapshotBuilder(snapshot);
        for (var version = snapshot.Version + 1; version <= to; version++)
        {
            builder.Apply(version, await ReadEntryAsync(version, abort)
                ?? throw new BadInputException($"Log entry '{EntryPath(version)}' was deleted while the table was written. Start again."));
        }

        return builder.Build();
    }

    /// <summary>Adds the entry with this number; false where another writer was first.</summary>
    /// <remarks>An exception (a failed fsync, a lost connection) leaves open whether the entry is there: read the log to know.</remarks>
    public ValueTask<bool> TryCommitAsync(long version, IReadOnlyList<LogAction> actions, CancellationToken abort)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        EntryRules.Check(version, actions);
        return store.PutIfAbsentAsync(EntryPath(version), LogActionJson.Write(actions), abort);
    }

    /// <summary>The actions of an entry; null where there is none of this number.</summary>
    public async ValueTask<IReadOnlyList<LogAction>?> ReadEntryAsync(long version, CancellationToken abort)
    {
        var path = EntryPath(version);
        await using var file = await store.OpenReadAsync(path, abort);
        if (file is null)
        {
            return null;
        }

        if (file.Length > MaxEntryBytes)
        {
            throw new BadInputException($"Log entry '{path}' has {file.Length} bytes; {MaxEntryBytes} is the most.");
        }

        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, abort);
        return LogActionJson.Read(content, path);
    }

    /// <summary>The version of the newest checkpoint, as the log's hint has it; null where there is none.</summary>
    internal ValueTask<long?> LastCheckpointAsync(CancellationToken abort) => LastCheckpoint.ReadAsync(store, folder, abort);

    /// <summary>Writes a checkpoint of a version, files in log order, and points <c>_last_checkpoint</c> to it.</summary>
    public async ValueTask WriteCheckpointAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        if (checkpoints is null)
        {
            throw new InvalidOperationException("This log was opened without a checkpoint format.");
        }

        snapshot.RequireWritable();
        var actions = CheckpointActions.Of(snapshot, (time ?? TimeProvider.System).GetUtcNow());
        var content = await checkpoints.WriteAsync(actions, abort);
        var path = string.Create(CultureInfo.InvariantCulture, $"{folder}/{snapshot.Version:D20}.checkpoint.parquet");
        await store.PutAsync(path, content, abort);
        await LastCheckpoint.WriteAsync(store, folder, snapshot.Version, actions.Count, snapshot.Files.Count, content.Length, abort);
    }

    private async ValueTask<TableSnapshot?> LoadAsync(LogListing listing, bool foreign, List<string> problems, CancellationToken abort)
    {
        if (listing.Newest < 0)
        {
            return null;
        }

        var builder = checkpoints is null ? null : await BeginAsync(listing, checkpoints, foreign, problems, abort);
        if (builder is null && !listing.HasAllAfter(-1))
        {
            return null;
        }

        var (replay, version) = builder ?? (new SnapshotBuilder(), -1);
        while (version < listing.Newest)
        {
            version++;
            replay.Apply(version, await ReadEntryAsync(version, abort)
                ?? throw new BadInputException($"Log entry '{EntryPath(version)}' was deleted while the table was read. Try again."));
        }

        return replay.Build();
    }

    private async ValueTask<(SnapshotBuilder Builder, long Version)?> BeginAsync(
        LogListing listing,
        ICheckpointFormat format,
        bool foreign,
        List<string> problems,
        CancellationToken abort)
    {
        foreach (var (version, parts) in listing.Checkpoints)
        {
            if (listing.HasAllAfter(version) && await TryReadAsync(format, parts, foreign, problems, abort) is { } actions)
            {
                var builder = new SnapshotBuilder();
                builder.Apply(version, actions);
                return (builder, version);
            }
        }

        return null;
    }

    private async ValueTask<List<LogAction>?> TryReadAsync(
        ICheckpointFormat format,
        IReadOnlyList<string> parts,
        bool foreign,
        List<string> problems,
        CancellationToken abort)
    {
        var actions = new List<LogAction>();
        var inLogOrder = parts.Count == 1;
        try
        {
            foreach (var part in parts)
            {
                await using var file = await store.OpenReadAsync(part, abort);
                if (file is null || (!(inLogOrder &= await format.IsInLogOrderAsync(file, abort)) && !foreign))
                {
                    return null;
                }

                await foreach (var action in format.ReadAsync(file, abort))
                {
                    actions.Add(action);
                }
            }
        }
        catch (BadInputException damage)
        {
            // An older checkpoint or the entries may tell the same.
            problems.Add($"{parts[^1]}: {damage.Message}");
            return null;
        }

        return inLogOrder ? actions : [.. actions.OrderBy(a => (a as AddAction)?.ModificationTime ?? 0).ThenBy(a => (a as AddAction)?.Path, StringComparer.Ordinal)];
    }
}
