using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Streaming.Telemetry;

/// <summary>A run as JSON: what <c>run --json</c> ends with and <c>GET /v1/run</c> answers.</summary>
public static class RunJson
{
    /// <summary>A run that has ended.</summary>
    public static JsonObject Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var json = Of(Word(report.Status), report.Pipeline, report.RunId, report.Table, report.Totals);
        if (report.Error is { } error)
        {
            json["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["operator"] = error.Operator, ["split"] = error.Split, ["position"] = error.Position };
        }

        return json;
    }

    /// <summary>A run as it stands.</summary>
    /// <param name="status">In one word.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="table">The primary table.</param>
    /// <param name="totals">Its figures.</param>
    public static JsonObject Of(string status, string pipeline, string runId, string table, RunSnapshot totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var samples = totals.Samples;
        var json = new JsonObject
        {
            ["status"] = status,
            ["pipeline"] = pipeline,
            ["run_id"] = runId,
            ["epochs"] = totals.Epochs,
            ["table"] = table,
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

        if (totals.Generations is { } made)
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
        return json;
    }

    /// <summary>A run's figures alone.</summary>
    /// <param name="totals">The figures.</param>
    public static JsonObject OfFigures(RunSnapshot totals)
    {
        var json = Of("", "", "", "", totals);
        foreach (var name in new[] { "status", "pipeline", "run_id", "table" })
        {
            _ = json.Remove(name);
        }

        return json;
    }

    /// <summary>A run's end in one word.</summary>
    public static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

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

        if (counts.Device is { } device)
        {
            json["device"] = new JsonObject { ["calls"] = device.Calls, ["items"] = device.Items, ["batch_size"] = device.BatchSize, ["padding_ratio"] = device.PaddingRatio };
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

    private static JsonObject Json(SourceStatus source) => new()
    {
        ["name"] = source.Name,
        ["lag"] = source.Lag.Values.Sum(),
        ["lag_by_split"] = new JsonObject(source.Lag.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
        ["rebalances"] = source.Rebalances,
        ["paused_ms"] = source.Paused.TotalMilliseconds,
        ["counts"] = new JsonObject(source.Counts.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
    };

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
