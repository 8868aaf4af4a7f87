using System.Text.Json.Nodes;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Rescoring;

/// <summary>The rejects of a pipeline at one version. Each file is read by its own schema: topologies change, and with them the columns and stats of their rejects.</summary>
internal sealed class RejectsTable
{
    /// <summary>The column under which rows carry the lineage that the sample had when it was rejected.</summary>
    public const string Before = "lineage_before";

    private readonly string _folder;
    private readonly TableSnapshot _snapshot;

    private RejectsTable(string folder, TableSnapshot snapshot) => (_folder, _snapshot) = (folder, snapshot);

    /// <summary>The version.</summary>
    public long Version => _snapshot.Version;

    /// <summary>The columns of the samples, without what was written of their rejection.</summary>
    public RowSchema Samples => new([.. _snapshot.Metadata.Schema.Columns.Where(c => !SideRows.OfRejection.Contains(c.Name))]);

    /// <summary>Opens it.</summary>
    /// <exception cref="BadInputException">There is none, it is another pipeline's, or its files are no Parquet.</exception>
    public static async ValueTask<RejectsTable> OpenAsync(string folder, Sink primary, string pipeline, CancellationToken abort)
    {
        var log = new DeltaLog(ObjectStores.Open(folder), primary.Checkpoints, TableFolders.LogOf(primary.Layout));
        var snapshot = await log.ReadAsync(abort) ?? throw new BadInputException($"There are no rejects in '{folder}'. Give the table that the topology's rejects go to.");
        if (snapshot.Metadata.Configuration.GetValueOrDefault(OutputTable.PipelineKey) is var owner && owner != pipeline)
        {
            throw new BadInputException($"'{folder}' belongs to pipeline '{owner}', and the topology is '{pipeline}'. Rejects go back into the table that they were kept from.");
        }

        return snapshot.Files.FirstOrDefault(f => !f.Path.EndsWith(".parquet", StringComparison.Ordinal)) is { } stranger
            ? throw new BadInputException($"'{stranger.Path}' in '{folder}' is no Parquet file; rejects of other formats are not re-scored.")
            : new(folder, snapshot);
    }

    /// <summary>How many rows each operator has.</summary>
    public async ValueTask<IReadOnlyDictionary<string, long>> CountAsync(SourceContext context, CancellationToken abort)
    {
        var counts = new Dictionary<string, long>();
        await foreach (var (batch, _) in ReadAsync(context, [SideRows.Operator], abort))
        {
            foreach (var sample in batch.Batch.Samples)
            {
                var name = SideRows.OperatorOf(sample);
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        return counts;
    }

    /// <summary>The rows, with the position of each batch's first one: they are numbered through all files.</summary>
    /// <param name="context">What a source gets from the run.</param>
    /// <param name="select">The columns to read; empty: all.</param>
    /// <param name="abort">Stops.</param>
    public async IAsyncEnumerable<(SourceBatch Batch, long At)> ReadAsync(SourceContext context, IReadOnlyList<string> select, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        long at = 0;
        foreach (var file in _snapshot.Files)
        {
            await using var source = Open(StorePlace.Join(_folder, file.Path), select);
            _ = await source.DescribeAsync(context, abort);
            await foreach (var batch in source.ReadAsync(SplitPositions.Empty, abort))
            {
                yield return (batch, at);
                at += batch.To - batch.From;
            }
        }
    }

    private static Source Open(string file, IReadOnlyList<string> select)
    {
        var options = new JsonObject { ["path"] = file };
        options[select.Count > 0 ? "select" : "columns"] = select.Count > 0 ? new JsonArray([.. select.Select(c => (JsonNode)c)]) : new JsonObject { [Before] = KnownColumns.Lineage };
        return OperatorCatalog.Default.OpenSource("parquet", options, Environment.CurrentDirectory);
    }
}
