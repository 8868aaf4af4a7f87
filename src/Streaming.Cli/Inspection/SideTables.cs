using Streaming.Epochs;
using Streaming.Topologies;

namespace Streaming.Cli.Inspection;

/// <summary>The tables that a run writes besides its primary one: its other sinks, rejects and dead letters.</summary>
internal static class SideTables
{
    private static readonly string[] _suffixes = [".rejects", ".dead_letters"];

    /// <summary>
    /// Those that are there. The topology that the table keeps says where; of a table without one, or that was moved since, those with the default names are found.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OfAsync(InspectedTable table, OperatorCatalog catalog, CancellationToken abort)
    {
        var folder = Full(table.Folder);
        var spec = await SpecOfAsync(table, catalog, abort);
        var said = spec is not null && PathOf(spec.Sinks[0]) == folder
            ? spec.Sinks.Skip(1).Select(PathOf).Append(spec.RejectsPath).Append(spec.DeadLettersPath).OfType<string>().Select(Full)
            : [];
        return await _suffixes.Select(s => folder + s).Union(said).ToAsyncEnumerable().Where(async (place, stop) => await TableLayouts.FindAsync(place, stop) is not null).ToListAsync(abort);
    }

    private static async ValueTask<TopologySpec?> SpecOfAsync(InspectedTable table, OperatorCatalog catalog, CancellationToken abort)
    {
        var record = table.Manifests.Count == 0 ? null : await TopologyRecord.ReadAsync(ObjectStores.Open(table.Folder), table.Manifests[0].TopologyHash, abort);

        // A topology that cannot be read here (an environment variable is missing) is no reason to refuse the table.
        return record is null ? null : new TopologyReader(catalog).ReadText(record.Text.Yaml, record.Text.BaseFolder, record.Text.Overrides, record.File).Spec;
    }

    private static string PathOf(SinkSpec sink) => Full(((Sink)sink.Sink.Create()).Path);

    private static string Full(string folder) => StorePlace.Full(folder);
}
