using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Rescoring;

/// <summary>The dead letters of a pipeline at one version.</summary>
internal sealed class DeadLettersTable
{
    private readonly string _folder;
    private readonly TableSnapshot _snapshot;

    private DeadLettersTable(string folder, TableSnapshot snapshot) => (_folder, _snapshot) = (folder, snapshot);

    /// <summary>The version.</summary>
    public long Version => _snapshot.Version;

    /// <summary>How many there are.</summary>
    public long Count => _snapshot.Files.Sum(f => AddStatistics.Rows(f.Stats) ?? 0);

    /// <summary>Opens it; null where nothing was ever buried.</summary>
    /// <exception cref="BadInputException">It is another pipeline's.</exception>
    public static async ValueTask<DeadLettersTable?> OpenAsync(string folder, Sink primary, string pipeline, CancellationToken abort)
    {
        var log = new DeltaLog(ObjectStores.Open(folder), primary.Checkpoints, TableFolders.LogOf(primary.Layout));
        if (await log.ReadAsync(abort) is not { } snapshot)
        {
            return null;
        }

        return snapshot.Metadata.Configuration.GetValueOrDefault(OutputTable.PipelineKey) is var owner && owner != pipeline
            ? throw new BadInputException($"'{folder}' belongs to pipeline '{owner}', and the topology is '{pipeline}'.")
            : snapshot.Files.FirstOrDefault(f => !f.Path.EndsWith(".parquet", StringComparison.Ordinal)) is { } stranger
            ? throw new BadInputException($"'{stranger.Path}' in '{folder}' is no Parquet file; dead letters of other formats are not tried again.")
            : new(folder, snapshot);
    }

    /// <summary>The rows, oldest first, with the position of each batch's first one: they are numbered through all files.</summary>
    /// <param name="abort">Stops.</param>
    /// <param name="files">So many of the newest files; null: all.</param>
    public async IAsyncEnumerable<(SourceBatch Batch, long At)> ReadAsync([EnumeratorCancellation] CancellationToken abort, int? files = null)
    {
        long at = 0;
        foreach (var file in _snapshot.Files.Skip(files is { } newest ? Math.Max(0, _snapshot.Files.Count - newest) : 0))
        {
            var options = new JsonObject { ["path"] = StorePlace.Join(_folder, file.Path), ["columns"] = new JsonObject { [RejectsTable.Before] = KnownColumns.Lineage } };
            await using var source = OperatorCatalog.Default.OpenSource("parquet", options, Environment.CurrentDirectory);
            _ = await source.DescribeAsync(new() { Name = "dead_letters", BaseFolder = _folder, Run = "", Memory = new MemoryBudget(64L << 20).OpenAccount() }, abort);
            await foreach (var batch in source.ReadAsync(SplitPositions.Empty, abort))
            {
                yield return (batch, at);
                at += batch.To - batch.From;
            }
        }
    }

    /// <summary>The newest ones, the newest first.</summary>
    public async ValueTask<IReadOnlyList<Sample>> NewestAsync(int most, CancellationToken abort)
    {
        // A shard may hold many large payloads: what is looked at is bounded by few of them.
        const int Files = 4;
        var last = new Queue<Sample>();
        await foreach (var (batch, _) in ReadAsync(abort, Files))
        {
            foreach (var sample in batch.Batch.Samples)
            {
                last.Enqueue(sample);
                if (last.Count > most)
                {
                    _ = last.Dequeue();
                }
            }
        }

        return [.. last.Reverse()];
    }
}
