using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>Writes down what an epoch was.</summary>
internal static class ManifestBuilder
{
    /// <summary>The manifest without the operators' state, which <see cref="StateFiles"/> adds.</summary>
    public static EpochManifest Build(PipelineIdentity identity, ClosedEpoch epoch, long number, EpochManifest? newest, long attempt, IReadOnlyList<OutputTable> outputs)
    {
        var places = epoch.Moved.Select((m, i) => (m.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var files = outputs.Select((o, i) => (o.Name, Files: Describe(epoch.Files[i], o))).ToList();
        var rescores = identity.Rescored.Count > 0;
        return new()
        {
            Epoch = number,
            Attempt = attempt,
            Pipeline = identity.Pipeline,
            Run = identity.Run,
            TopologyHash = identity.TopologyHash,
            Seed = identity.Seed,
            Previous = newest?.Path,
            IsEnd = epoch.IsEnd,
            SharedHand = epoch.SharedHand,
            Rescored = rescores ? identity.Rescored : null,
            Positions = epoch.Moved,
            Interleaving = [.. epoch.Runs.Select(r => new long[] { places[r.Split], r.Records })],

            // Re-scoring runs a part of the topology and steers nothing: the next epoch goes on from what was before it.
            Mix = rescores ? newest?.Mix is { } mix ? mix with { Changed = false } : null : epoch.Mix,
            Steering = rescores ? newest?.Steering is { } steering ? steering with { Changed = false } : null : epoch.Steering,
            Operators = epoch.Operators,
            Samples = epoch.Samples,
            Files = files[0].Files,
            SideFiles = files.Skip(1).Where(f => f.Files.Count > 0).ToDictionary(f => f.Name, f => f.Files),
            Splits = [],
            Logs = new Dictionary<string, IReadOnlyList<LogPart>>(),
        };
    }

    private static IReadOnlyList<ManifestFile> Describe(IReadOnlyList<ClosedFile> files, OutputTable table) =>
        [.. files.Select(f => new ManifestFile(f.Path, f.Size, f.Summary.Rows, AddStatistics.ToJson(f.Summary, table.Format.Store(table.Schema))))];
}
