using Streaming.Parquet.Checkpoints;
using Streaming.Tables;

namespace Streaming.Parquet.Reading;

/// <summary>The files of Delta tables: those that the log names, in the order in which it added them. What else lies in the folder is no part of the table.</summary>
internal static class TableFiles
{
    private const string Log = "_delta_log";

    /// <summary>Whether the folder is a Delta table.</summary>
    public static bool IsTable(string folder) => Directory.Exists(Path.Combine(folder, Log));

    /// <summary>Whether the folder or the address is a Delta table.</summary>
    public static async ValueTask<bool> IsTableAsync(string place, CancellationToken abort) =>
        StorePlace.IsAddress(place) ? await ObjectStores.Open(place).ListAsync(Log, null, abort).AnyAsync(abort) : IsTable(place);

    /// <summary>The files of the newest version.</summary>
    public static async ValueTask<List<InputFile>> ReadAsync(string folder, CancellationToken abort)
    {
        var snapshot = await new DeltaLog(ObjectStores.Open(folder), new ParquetCheckpointFormat()).ReadAsync(abort) ?? throw new EmptyTableException($"The log of the table '{folder}' is empty.");
        if (snapshot.Metadata.PartitionColumns.Count > 0)
        {
            throw new BadInputException($"The table '{folder}' is partitioned by {string.Join(", ", snapshot.Metadata.PartitionColumns)}: those columns are not in its files, so it cannot be read.");
        }

        if (snapshot.Files.Count == 0)
        {
            throw new EmptyTableException($"The table '{folder}' has no files.");
        }

        return [.. snapshot.Files.Select(f => new InputFile(StorePlace.Join(folder, f.Path), f.Path, f.Size) { IsRewritten = !f.DataChange })];
    }

    /// <summary>Stops a run that would read rows twice: a compaction moved rows that were read already into files that were not.</summary>
    public static void RefuseCompacted(IReadOnlyList<InputFile> files, SplitPositions from, string source)
    {
        var known = files.Select(f => f.Name).ToHashSet();
        var vanished = from.Next.Keys.Where(s => s.Source == source && !known.Contains(s.Name)).ToList();
        if (vanished.Count > 0 && files.FirstOrDefault(f => f.IsRewritten && from[new(source, f.Name)] == 0) is { } rewritten)
        {
            throw new SourceFaultException(
                vanished[0],
                from[vanished[0]],
                $"The table was compacted since it was last read: '{rewritten.FullPath}' holds rows of files that were read before. Read it into a new output, or restore the version before the compaction.")
            {
                IsRewritten = true,
            };
        }
    }
}
