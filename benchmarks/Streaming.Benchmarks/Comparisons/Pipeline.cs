using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Operators.Packing;
using Streaming.Parquet.Writing;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Topologies of the comparisons, read and run as the command does.</summary>
internal static class Pipeline
{
    /// <summary>Five cheap filters; they keep about nine documents in ten of a web corpus.</summary>
    public const string Filters = """
          - text_length_filter: { min_len: 200, max_len: 100000 }
          - alphanumeric_filter: { min_ratio: 0.7, max_ratio: 1.0 }
          - special_characters_filter: { min_ratio: 0.0, max_ratio: 0.3 }
          - average_line_length_filter: { min_len: 10, max_len: 100000 }
          - maximum_line_length_filter: { min_len: 20, max_len: 5000 }
        """;

    private static readonly OperatorCatalog Catalog = OperatorCatalog.Of(typeof(ParquetShardFormat).Assembly, typeof(SequencePacker).Assembly, typeof(Pipeline).Assembly);

    /// <summary>A topology from a folder of Parquet files, through steps, into a sink of the workspace.</summary>
    public static string Yaml(string corpus, string steps, string output, string sink = "parquet", string memory = "1GiB", string epoch = "") => $$"""
        name: benchmark
        seed: 17
        memory: {{memory}}
        {{epoch}}
        source: { parquet: { path: {{corpus}} } }
        steps:
        {{steps}}
        sink: { {{sink}}: { path: {{output}} } }
        rejects: off
        """;

    /// <summary>Reads a topology.</summary>
    public static TopologySpec Read(string yaml)
    {
        var reading = new TopologyReader(Catalog).ReadText(yaml, Workspace.Folder);
        return reading.Spec ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
    }

    /// <summary>Runs a topology to its end, or for so many epochs.</summary>
    public static async Task<RunReport> RunAsync(TopologySpec spec, int threads = 2, long? maxEpochs = null, bool ownsProcess = false)
    {
        await using var plan = await Planner.PlanAsync(spec, new() { Threads = threads });
        var report = await Run.ExecuteAsync(plan, new() { MaxEpochs = maxEpochs, OwnsProcess = ownsProcess }, CancellationToken.None);
        return report.Error is null ? report : throw new InvalidOperationException(report.Error.Message, report.Error.Exception);
    }
}
