using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Runs;

namespace Streaming.Feed.Observing;

/// <summary>How a run stands: once (<c>GET /v1/run</c>), and each time that it reports (<c>/v1/events</c>, server-sent events named <c>run</c>, about twice a second).</summary>
internal static class RunEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run)
    {
        routes.MapGet("/v1/run", http => http.Response.WriteAsJsonAsync(run.ToJson()));
        routes.MapGet("/v1/events", (CancellationToken abort) => TypedResults.ServerSentEvents(EventsAsync(run, abort)));
    }

    private static async IAsyncEnumerable<SseItem<JsonObject>> EventsAsync(LiveRun run, [EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var json in run.FollowAsync(abort))
        {
            yield return new(json, "run");
        }
    }
}
