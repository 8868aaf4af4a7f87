using System.Globalization;
using System.Runtime.InteropServices;
using Streaming.Benchmarks.Deduplication;
using Streaming.Benchmarks.Feeding;
using Streaming.Benchmarks.Kafka;
using Streaming.Benchmarks.Loop;
using Streaming.Benchmarks.Models;
using Streaming.Benchmarks.Safety;
using Streaming.Benchmarks.Watching;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>The end-to-end comparisons by name.</summary>
internal static class ComparisonList
{
    private static readonly SortedDictionary<string, Func<string[], Task>> Comparisons = new(StringComparer.Ordinal)
    {
        ["continuous-batching"] = ContinuousBatching.RunAsync,
        ["dashboard"] = DashboardCost.RunAsync,
        ["dedup-rates"] = DedupRates.RunAsync,
        ["dedup-scale"] = DedupScale.RunAsync,
        ["docs-peers"] = DocsPeers.RunAsync,
        ["duckdb-filters"] = DuckDbFilters.RunAsync,
        ["engine-overhead"] = EngineOverhead.RunAsync,
        ["feed"] = FeedRate.RunAsync,
        ["feed-clients"] = FeedClients.RunAsync,
        ["feed-latency"] = FeedLatency.RunAsync,
        ["feed-python"] = FeedPython.RunAsync,
        ["html"] = HtmlComparison.RunAsync,
        ["kafka-backlog"] = Backlog.RunAsync,
        ["kafka-freshness"] = Freshness.RunAsync,
        ["kafka-receive"] = KafkaReceive.RunAsync,
        ["linear"] = LinearTime.RunAsync,
        ["loop"] = LoopComparison.RunAsync,
        ["many-epochs"] = ManyEpochs.RunAsync,
        ["media-decode"] = MediaDecoding.RunAsync,
        ["memory"] = PeakMemory.RunAsync,
        ["memory-case"] = PeakMemory.RunCaseAsync,
        ["mixing"] = MixOverhead.RunAsync,
        ["model-batching"] = ModelStage.RunBatchingAsync,
        ["model-load"] = ModelLoad.RunAsync,
        ["model-overlap"] = ModelOverlap.RunAsync,
        ["model-stage"] = ModelStage.RunAsync,
        ["object-store"] = ObjectStoreComparison.RunAsync,
        ["open-table"] = OpenTable.RunAsync,
        ["packing"] = PackingComparison.RunAsync,
        ["patch-packing"] = PatchPacking.RunAsync,
        ["pii"] = PiiFigures.RunAsync,
        ["restart"] = Restart.RunAsync,
        ["tokenize-and-pack"] = TokenizeAndPack.RunAsync,
        ["tokenizing"] = TokenizingComparison.RunAsync,
        ["watching"] = WatchCost.RunAsync,
        ["warc"] = WarcComparison.RunAsync,
    };

    /// <summary>Runs the one that is named, or lists them. Figures go to standard output as Markdown, ready for benchmarks/results.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !Comparisons.TryGetValue(arguments[0], out var run))
        {
            Console.Error.WriteLine($"compare NAME, one of: {string.Join(", ", Comparisons.Keys)}");
            return 2;
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine($"# {arguments[0]}\n\n{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {DateTime.UtcNow:yyyy-MM-dd}.\n");
        await run(arguments[1..]);
        return 0;
    }
}
