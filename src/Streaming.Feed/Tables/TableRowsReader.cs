using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Streaming.Epochs;
using Streaming.Tables;

namespace Streaming.Feed.Tables;

/// <summary>
/// Makes a table's line of rows from its manifests, which name every shard as it was written first; a file of a compaction stands where the first of its parts stood. A table that another
/// program made has no manifests: then each file is an epoch.
/// </summary>
internal sealed class TableRowsReader(IObjectStore store)
{
    private readonly List<FeedEpoch> _epochs = [];

    // Where each shard's rows begin, under the name that it was written first.
    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);
    private string? _newest;
    private long _newestEpoch = -1;
    private long _rows;

    /// <summary>The rows of a version; of manifests only those are read that came since the last call.</summary>
    public async ValueTask<TableRows> ReadAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        foreach (var manifest in await ManifestHistory.ReadAsync(store, snapshot, _newest, abort))
        {
            Add(manifest.Epoch, manifest.Path, manifest.Files.Select(f => (f.Path, f.Rows)));
            _newest = manifest.Path;
        }

        if (_newest is null)
        {
            AddStrangers(snapshot);
        }

        return new(snapshot.Metadata.Id, snapshot.Version, _newestEpoch, [.. _epochs], FilesOf(snapshot));
    }

    private void Add(long number, string name, IEnumerable<(string Path, long Rows)> files)
    {
        var start = _rows;
        _newestEpoch = number;
        foreach (var (path, rows) in files)
        {
            _starts[path] = _rows;
            _rows += rows;
        }

        if (_rows > start)
        {
            _epochs.Add(new(number, (long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())) >> 1), start, _rows));
        }
    }

    private void AddStrangers(TableSnapshot snapshot)
    {
        foreach (var file in snapshot.Files.Where(f => !_starts.ContainsKey(f.Path)).ToList())
        {
            Add(_epochs.Count, file.Path, [(file.Path, RowsOf(file))]);
        }
    }

    private ImmutableArray<LiveFile> FilesOf(TableSnapshot snapshot)
    {
        var files = new List<LiveFile>(snapshot.Files.Count);
        foreach (var file in snapshot.Files)
        {
            // What another program appended to our table is in no epoch, so in no feed.
            if (_starts.TryGetValue(CompactionTags.FirstOf(file), out var start))
            {
                files.Add(new(file.Path, start, start + RowsOf(file)));
            }
        }

        files.Sort((a, b) => a.Start.CompareTo(b.Start));
        for (var i = 0; i < files.Count; i++)
        {
            var next = i + 1 < files.Count ? files[i + 1].Start : _rows;
            if (files[i].End != next)
            {
                throw new BadInputException(
                    $"Another program deleted or rewrote rows of '{store.Root}': behind '{files[i].Path}' row {files[i].End} should come, and {next} does. A feed's order needs every row that was committed.");
            }
        }

        return [.. files.Where(f => f.End > f.Start)];
    }

    private static long RowsOf(AddAction file) =>
        AddStatistics.Rows(file.Stats) ?? throw new BadInputException($"The log does not say how many rows '{file.Path}' has (numRecords): a feed cannot be made of the table.");
}
