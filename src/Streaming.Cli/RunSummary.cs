using System.Text.Json.Nodes;
using Spectre.Console;
using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>Tells how a run ended.</summary>
internal static class RunSummary
{
    /// <summary>For people.</summary>
    public static void Write(RunReport report, IAnsiConsole console)
    {
        var totals = report.Totals;
        if (totals.Operators.Count > 0)
        {
            console.Write(RunProgress.Funnel(totals));
        }

        var seconds = Math.Max(totals.Elapsed.TotalSeconds, 1e-3);
        console.Write(new Text($"{report.Pipeline}: {Word(report.Status)} in {Figures.Duration(totals.Elapsed)}, {Figures.Count((long)(totals.Samples.In / seconds))} samples/s\n"));
        console.Write(new Text($"  samples   {Figures.Count(totals.Samples.In)} in, {Figures.Count(totals.Samples.Out)} out, {Figures.Count(totals.Samples.Rejected)} rejected, {Figures.Count(totals.Samples.DeadLettered)} dead letters\n"));
        if (totals.Tokens is { } tokens)
        {
            console.Write(new Text($"  tokens    {Figures.Count(tokens.Out)}, packs {Figures.Percent(tokens.Fill)} full, {Figures.Count(tokens.Truncated)} documents cut\n"));
        }

        if (GenerationsOf(totals) is { } made)
        {
            var cost = made.Cost > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", cost {made.Cost:0.####}") : "";
            console.Write(new Text($"  generated {Figures.Count(made.Requests)} requests, {Figures.Count(made.InputTokens)} tokens read, {Figures.Count(made.OutputTokens)} written, {Figures.Count(made.CacheHits)} from the cache{cost}\n"));
        }

        if (Slowest(totals.Operators) is { Length: > 0 } slowest)
        {
            console.Write(new Text($"  slowest   {slowest}\n"));
        }

        console.Write(new Text($"  bytes     {Figures.Bytes(totals.BytesIn)} in, {Figures.Bytes(totals.BytesOut)} out; memory budget {Figures.Bytes(totals.Budget.Peak)} of {Figures.Bytes(totals.Budget.Limit)} at most\n"));
        console.Write(new Text($"  table     {report.Table}, version {totals.Version}, {Figures.Count(totals.Epochs)} epochs by this run\n"));
    }

    /// <summary>For programs: the object that <c>run --json</c> ends with.</summary>
    public static JsonObject Json(RunReport report)
    {
        var (totals, samples) = (report.Totals, report.Totals.Samples);
        var json = new JsonObject
        {
            ["status"] = Word(report.Status),
            ["pipeline"] = report.Pipeline,
            ["run_id"] = report.RunId,
            ["epochs"] = totals.Epochs,
            ["table"] = report.Table,
            ["version"] = totals.Version,
            ["samples"] = new JsonObject
            {
                ["in"] = samples.In,
                ["out"] = samples.Out,
                ["rejected"] = samples.Rejected,
                ["dead_lettered"] = samples.DeadLettered,
                ["merged"] = samples.Merged,
                ["expanded"] = samples.Expanded,
            },
            ["operators"] = new JsonArray([.. totals.Operators.Select(Json)]),
            ["bytes"] = new JsonObject { ["in"] = totals.BytesIn, ["out"] = totals.BytesOut },
        };
        if (totals.Tokens is { } tokens)
        {
            json["tokens"] = new JsonObject { ["out"] = tokens.Out, ["fill"] = tokens.Fill, ["truncated"] = tokens.Truncated };
        }

        if (GenerationsOf(totals) is { } made)
        {
            json["generations"] = Json(made);
        }

        json["elapsed_ms"] = (long)totals.Elapsed.TotalMilliseconds;
        json["peak_rss_bytes"] = PeakMemory();
        json["peak_budget_bytes"] = totals.Budget.Peak;
        json["sources"] = new JsonArray([.. totals.Sources.Select(Json)]);
        json["commit"] = new JsonObject { ["last_ms"] = totals.Commits.Last.TotalMilliseconds, ["longest_ms"] = totals.Commits.Longest.TotalMilliseconds };
        if (totals.Compaction is { } compaction)
        {
            json["compaction"] = new JsonObject { ["merged"] = compaction.Merged, ["parts"] = compaction.Parts, ["failure"] = compaction.Failure };
        }

        json["shards"] = totals.Shards;
        json["bytes_in_flight"] = totals.Budget.InFlight;
        json["epoch_age_ms"] = totals.EpochAge?.TotalMilliseconds;
        if (report.Error is { } error)
        {
            json["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["operator"] = error.Operator, ["split"] = error.Split, ["position"] = error.Position };
        }

        return json;
    }

    // The three operators in which most time went by, with their share of the time in all operators and what a sample costs in them.
    private static string Slowest(IReadOnlyList<OperatorCounts> operators)
    {
        var busy = Math.Max(1, operators.Sum(o => o.BusyMilliseconds));
        return string.Join(", ", operators.Where(o => o.BusyMilliseconds > 0).OrderByDescending(o => o.BusyMilliseconds).Take(3)
            .Select(o => $"{o.Name} {Figures.Percent((double)o.BusyMilliseconds / busy)} ({Figures.Micros(o.BusyMilliseconds * 1e3 / Math.Max(1, o.In))} a sample)"));
    }

    private static JsonObject Json(OperatorCounts counts)
    {
        var json = new JsonObject
        {
            ["name"] = counts.Name,
            ["index"] = counts.Index,
            ["in"] = counts.In,
            ["out"] = counts.Out,
            ["rejected"] = counts.Rejected,
            ["dead_lettered"] = counts.DeadLettered,
            ["busy_ms"] = counts.BusyMilliseconds,
        };
        if (counts.Generations is { } made)
        {
            json["generations"] = Json(made);
        }

        return json;
    }

    private static JsonObject Json(GenerationCounts made) => new()
    {
        ["requests"] = made.Requests,
        ["input_tokens"] = made.InputTokens,
        ["output_tokens"] = made.OutputTokens,
        ["cache_hits"] = made.CacheHits,
        ["cost"] = made.Cost,
    };

    private static GenerationCounts? GenerationsOf(RunSnapshot totals)
    {
        var all = totals.Operators.Select(o => o.Generations).OfType<GenerationCounts>().ToList();
        return all.Count == 0
            ? null
            : new(all.Sum(m => m.Requests), all.Sum(m => m.InputTokens), all.Sum(m => m.OutputTokens), all.Sum(m => m.CacheHits), all.Sum(m => m.Cost));
    }

    private static JsonObject Json(SourceStatus source) => new()
    {
        ["name"] = source.Name,
        ["lag"] = source.Lag.Values.Sum(),
        ["lag_by_split"] = new JsonObject(source.Lag.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
        ["rebalances"] = source.Rebalances,
        ["paused_ms"] = source.Paused.TotalMilliseconds,
        ["counts"] = new JsonObject(source.Counts.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
    };

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    private static long PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
