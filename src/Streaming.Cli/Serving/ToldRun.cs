using System.Text.Json.Nodes;
using Streaming.Telemetry;

namespace Streaming.Cli.Serving;

/// <summary>Reads the figures that <see cref="RunJson"/> wrote. Words of another machine are not obeyed by the terminal.</summary>
internal static class ToldRun
{
    /// <summary>The figures.</summary>
    public static RunSnapshot Read(JsonObject run)
    {
        var (samples, budget, commit) = (run["samples"]!, run["bytes_budget"], run["commit"]);
        return new()
        {
            Elapsed = Time(run["elapsed_ms"]),
            Samples = new(Count(samples["in"]), Count(samples["out"]), Count(samples["rejected"]), Count(samples["dead_lettered"]), Count(samples["merged"]), Count(samples["expanded"])),
            BytesIn = Count(run["bytes"]?["in"]),
            BytesOut = Count(run["bytes"]?["out"]),
            Shards = Count(run["shards"]),
            TotalSamples = (long?)run["total_samples"],
            AlreadyRead = Count(run["already_read"]),
            Operators = [.. Items(run["operators"]).Select(o => new OperatorCounts(Word(o["name"]), (int)Count(o["index"]), Count(o["in"]), Count(o["out"]), Count(o["rejected"]), Count(o["dead_lettered"]), Count(o["busy_ms"])))],
            Epochs = Count(run["epochs"]),
            Version = Count(run["version"]),
            Budget = new(Count(budget?["used"]), Count(run["peak_budget_bytes"]), Count(budget?["limit"]), Count(run["bytes_in_flight"])),
            EpochAge = run["epoch_age_ms"] is { } age ? Time(age) : null,
            Commits = new(Time(commit?["last_ms"]), Time(commit?["longest_ms"])),
            Sources = [.. Items(run["sources"]).Select(s => new SourceStatus(Word(s["name"]), Counts(s["lag_by_split"]), Count(s["rebalances"]), Time(s["paused_ms"])) { Counts = Counts(s["counts"]) })],
            Compaction = run["compaction"] is { } merged ? new(Count(merged["merged"]), Count(merged["parts"]), merged["failure"] is { } failure ? Word(failure) : null) : null,
        };
    }

    /// <summary>A word for a terminal.</summary>
    public static string Word(JsonNode? node) => Figures.Visible((string?)node ?? "");

    private static long Count(JsonNode? node) => (long)((double?)node ?? 0);

    private static TimeSpan Time(JsonNode? node) => TimeSpan.FromMilliseconds((double?)node ?? 0);

    private static IEnumerable<JsonNode> Items(JsonNode? node) => node is JsonArray list ? list.OfType<JsonNode>() : [];

    private static Dictionary<string, long> Counts(JsonNode? node) => node is JsonObject map ? map.ToDictionary(p => Figures.Visible(p.Key), p => Count(p.Value)) : [];
}
