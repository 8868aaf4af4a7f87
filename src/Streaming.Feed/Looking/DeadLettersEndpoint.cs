using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Control;
using Streaming.Feed.Runs;
using Streaming.Rescoring;
using Streaming.Runtime;
using Streaming.Samples;

namespace Streaming.Feed.Looking;

/// <summary>
/// <c>GET /v1/dead-letters</c>: the newest dead letters that are committed, with the error and the beginning of each payload as text, or in hex where it is none. <c>POST /v1/dead-letters/retry</c>, with <c>{}</c> or
/// <c>{"operator":"…"}</c>: tries them again beside the run.
/// </summary>
internal static class DeadLettersEndpoint
{
    private const int Most = 50;

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run, CancellationToken stopping)
    {
        var spec = run.Plan.Spec;
        var job = new RetryJob(spec, run.Plan.Budget.Limit, stopping);
        routes.MapGet("/v1/dead-letters", async http =>
        {
            var (count, rows) = await NewestAsync(run.Plan, http.RequestAborted);
            await http.Response.WriteAsJsonAsync(new JsonObject
            {
                ["count"] = count,
                ["table"] = spec.DeadLettersSink is null ? spec.DeadLettersPath : null,
                ["dead_letters"] = new JsonArray([.. rows.Select(r => (JsonNode)Json(r))]),
                ["retry"] = job.ToJson(),
            });
        });
        routes.MapPost("/v1/dead-letters/retry", async http =>
        {
            var body = await ControlEndpoints.ReadAsync(http);
            JsonBody.CheckNames(body, "operator");
            job.Start(body["operator"] is { } name ? [JsonBody.Text(name, "operator")] : []);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            await http.Response.WriteAsJsonAsync(job.ToJson());
        });
    }

    // Those of a format that is not read are not shown; that is no fault of who asks.
    private static async ValueTask<(long Count, IReadOnlyList<Sample> Rows)> NewestAsync(Plan plan, CancellationToken abort)
    {
        if (plan.Spec.DeadLettersSink is not null || plan.Sinks[0].Sink.SideFormat.Extension != ".parquet")
        {
            return (0, []);
        }

        var table = await DeadLettersTable.OpenAsync(plan.Spec.DeadLettersPath, plan.Sinks[0].Sink, plan.Spec.Name, abort);
        return table is null ? (0, []) : (table.Count, await table.NewestAsync(Most, abort));
    }

    private static JsonObject Json(Sample row)
    {
        var (text, length) = ExampleMaker.Payload(row.Meta["payload"] as byte[] ?? []);
        var place = row.Meta[RejectsTable.Before] as object?[] ?? [];
        return new()
        {
            ["operator"] = SideRows.OperatorOf(row),
            ["error"] = row.Meta["error"] as string,
            ["epoch"] = row.Meta[SideRows.Epoch] as long?,
            ["source"] = place.ElementAtOrDefault(0) as string,
            ["split"] = place.ElementAtOrDefault(1) as string,
            ["position"] = place.ElementAtOrDefault(2) as long?,
            ["payload"] = text,
            ["length"] = length,
        };
    }
}
