using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Replays;

/// <summary>A table with the epochs that its log records: what <see cref="Replay"/> runs again.</summary>
public sealed class RecordedTable
{
    private RecordedTable(IObjectStore store, IReadOnlyList<EpochManifest> epochs, TopologyRecord topology)
    {
        Store = store;
        Epochs = epochs;
        TopologyFile = topology.File;
        Topology = topology.Text;
    }

    /// <summary>The file that the topology was read from.</summary>
    public string TopologyFile { get; }

    /// <summary>The topology of the newest epoch that a run made.</summary>
    public TopologyText Topology { get; }

    /// <summary>The numbers of the first and last epoch.</summary>
    public (long First, long Last) Range => (Epochs[0].Epoch, Epochs[^1].Epoch);

    internal IObjectStore Store { get; }

    internal IReadOnlyList<EpochManifest> Epochs { get; }

    /// <summary>Reads what the table records.</summary>
    /// <exception cref="BadInputException">There is no such table, it has no epochs, or its topology was made in code.</exception>
    public static async ValueTask<RecordedTable> OpenAsync(string folder, ICheckpointFormat? checkpoints, CancellationToken abort)
    {
        var store = ObjectStores.Open(folder);
        var snapshot = await new DeltaLog(store, checkpoints, TableFolders.DeltaLog).ReadAsync(abort)
            ?? await new DeltaLog(store, checkpoints, TableFolders.PlainLog).ReadAsync(abort)
            ?? throw new BadInputException($"There is no table in '{folder}'. Give the folder of a primary sink.");
        var epochs = await ManifestHistory.ReadAsync(store, snapshot, abort);
        if (epochs.Count == 0)
        {
            throw new BadInputException($"The table in '{folder}' records no epochs of this engine.");
        }

        // Re-scoring runs a part of a topology, and names it by a hash of its own.
        var newest = epochs.LastOrDefault(e => e.Rescored is null) ?? epochs[^1];
        var topology = await TopologyRecord.ReadAsync(store, newest.TopologyHash, abort)
            ?? throw new BadInputException($"The topology of the table in '{folder}' was made in code and is not kept with it.");
        return new(store, epochs, topology);
    }
}
