using Streaming.Epochs;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;

namespace Streaming.Cli.Inspection;

/// <summary>A table with what its manifests say.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Layout">How its files become visible.</param>
/// <param name="Snapshot">Its newest version.</param>
/// <param name="Manifests">The manifests of its epochs, the newest first; empty where the engine did not make it.</param>
internal sealed record InspectedTable(string Folder, TableLayout Layout, TableSnapshot Snapshot, IReadOnlyList<EpochManifest> Manifests)
{
    public long Rows => Snapshot.Files.Sum(f => AddStatistics.Rows(f.Stats) ?? 0);

    public long Bytes => Snapshot.Files.Sum(f => f.Size);

    public string? Pipeline => Snapshot.Metadata.Configuration.GetValueOrDefault(OutputTable.PipelineKey);

    public IEnumerable<string> FilePaths => Snapshot.Files.Select(f => StorePlace.Join(Folder, f.Path));

    /// <summary>Where each split stands.</summary>
    public IReadOnlyList<KeyValuePair<SplitId, long>> Positions
    {
        get
        {
            var ids = new ApplicationIds(Pipeline ?? "");
            return [.. Snapshot.Transactions.Select(t => (Split: ids.SplitOf(t.Key), t.Value)).Where(t => t.Split is not null).Select(t => KeyValuePair.Create(t.Split!.Value, t.Value)).OrderBy(t => t.Key)];
        }
    }

    /// <summary>Each operator's counts over all epochs, in the order of the plan.</summary>
    public IReadOnlyList<OperatorCounts> Operators =>
    [
        .. Manifests.SelectMany(m => m.Operators).GroupBy(o => (o.Index, o.Name)).OrderBy(g => g.Key.Index).Select(g => new OperatorCounts(
            g.Key.Name, g.Key.Index, g.Sum(o => o.In), g.Sum(o => o.Out), g.Sum(o => o.Rejected), g.Sum(o => o.DeadLettered), g.Sum(o => o.BusyMilliseconds))),
    ];

    /// <summary>Opens a table.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static async Task<InspectedTable> OpenAsync(string folder, CancellationToken abort)
    {
        var store = ObjectStores.Open(folder);
        var layout = await TableLayouts.FindAsync(store, abort) ?? TableLayout.Plain;
        var snapshot = await new DeltaLog(store, TableCheckpoints.For(folder), TableFolders.LogOf(layout)).ReadAsync(abort)
            ?? throw new BadInputException($"There is no table in '{folder}': neither {TableFolders.DeltaLog} nor {TableFolders.PlainLog} holds an entry. `streaming analyze` looks at files without a log.");
        var manifests = await ManifestHistory.ReadAsync(store, snapshot, abort);
        return new(folder, layout, snapshot, [.. manifests.Reverse()]);
    }
}
