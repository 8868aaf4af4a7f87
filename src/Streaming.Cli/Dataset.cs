using System.Text.Json.Nodes;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary>Files or tables opened as a topology's source would open them.</summary>
internal sealed class Dataset : IAsyncDisposable
{
    // Read-ahead of a few files' batches; the engine's own default for a run is a share of the machine.
    private const long MemoryBytes = 256L << 20;

    private static readonly string[] _lineSuffixes = [".jsonl", ".jsonl.gz", ".jsonl.zst"];

    private readonly Source _source;

    private Dataset(Source source, RowSchema schema) => (_source, Schema) = (source, schema);

    public RowSchema Schema { get; }

    public SourceExtent? Extent => _source.Extent;

    /// <summary>Opens them.</summary>
    /// <param name="paths">Files, folders, globs or tables, as the source's <c>path</c> option takes them.</param>
    /// <param name="columns">Columns to rename, as the source's <c>columns</c> option.</param>
    /// <param name="select">Columns to read; empty: all.</param>
    /// <param name="abort">Stops.</param>
    /// <exception cref="BadInputException">There is nothing to read, or it cannot be read.</exception>
    public static async Task<Dataset> OpenAsync(IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> select, CancellationToken abort)
    {
        var name = paths.All(IsLines) ? "jsonl" : "parquet";
        var options = new JsonObject { ["path"] = new JsonArray([.. paths.Select(p => (JsonNode)p)]) };
        if (columns.Count > 0)
        {
            options["columns"] = new JsonObject(columns.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
        }

        if (select.Count > 0)
        {
            options["select"] = new JsonArray([.. select.Select(c => (JsonNode)c)]);
        }

        var source = OperatorCatalog.Default.OpenSource(name, options, Environment.CurrentDirectory);
        var memory = new MemoryBudget(MemoryBytes).OpenAccount();
        return new(source, await source.DescribeAsync(new() { Name = "input", BaseFolder = Environment.CurrentDirectory, Run = "", Memory = memory }, abort));
    }

    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken abort) => _source.ReadAsync(SplitPositions.Empty, abort);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static bool IsLines(string path) =>
        _lineSuffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase))
        || (!StorePlace.IsAddress(path) && Directory.Exists(path) && !Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories).Any() && Directory.EnumerateFiles(path, "*.jsonl*", SearchOption.AllDirectories).Any());
}
