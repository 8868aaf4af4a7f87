using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Epochs;
using Streaming.Feed.Runs;

namespace Streaming.Feed.Looking;

/// <summary><c>GET /v1/epochs</c>: the newest epochs of the run's table, also those of earlier runs: what each held, the mix it was read with, and the losses and ranges that steered it.</summary>
internal static class HistoryEndpoint
{
    private const int Most = 200;

    /// <summary>Adds the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run)
    {
        var history = new EpochHistory(run.Plan.Sinks[0].Sink, Most);
        routes.MapGet("/v1/epochs", async http =>
        {
            var epochs = await history.ReadAsync(run.Newest?.Version ?? -1, http.RequestAborted);
            await http.Response.WriteAsJsonAsync(new JsonObject { ["epochs"] = new JsonArray([.. epochs.Select(e => (JsonNode)Json(e))]) });
        });
    }

    private static JsonObject Json(EpochManifest epoch) => new()
    {
        ["epoch"] = epoch.Epoch,
        ["in"] = epoch.Samples.In,
        ["out"] = epoch.Samples.Out,
        ["rejected"] = epoch.Samples.Rejected,
        ["dead_lettered"] = epoch.Samples.DeadLettered,
        ["files"] = epoch.Files.Count,
        ["bytes"] = epoch.Files.Sum(f => f.Size),
        ["rescored"] = epoch.Rescored is { } names ? new JsonArray([.. names.Select(n => (JsonNode)n)]) : null,
        ["weights"] = epoch.Mix is { } mix ? Map(mix.Weights) : null,
        ["changed"] = (epoch.Mix?.Changed ?? false) || (epoch.Steering?.Changed ?? false),
        ["step"] = epoch.Steering?.Policy?.Step,
        ["losses"] = epoch.Steering?.Policy is { } policy ? Map(policy.Losses) : null,
        ["thresholds"] = epoch.Steering is { Thresholds.Count: > 0 } steering
            ? new JsonObject(steering.Thresholds.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)new JsonArray(ExamplesEndpoint.Finite(t.Value.InForce.Min), ExamplesEndpoint.Finite(t.Value.InForce.Max)))))
            : null,
    };

    private static JsonObject Map(IReadOnlyDictionary<string, double> figures) => new(figures.Select(f => KeyValuePair.Create(f.Key, ExamplesEndpoint.Finite(f.Value))));
}
