using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Runs;
using Streaming.Topologies;

namespace Streaming.Feed.Control;

/// <summary>What can be told to a run over HTTP: losses, weights, ranges. Everything takes effect at the next border between epochs.</summary>
internal static class ControlEndpoints
{
    // A report of a hundred thousand samples fits.
    private const long LargestBody = 16 << 20;

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run)
    {
        routes.MapPost("/v1/feedback", async http =>
        {
            run.Control.Feedback.Report(FeedbackBody.Parse(await ReadAsync(http)));
            await http.Response.WriteAsJsonAsync(new JsonObject { ["step"] = run.Control.Feedback.Step, ["policy"] = MixBody.PolicyOf(run.Control) });
        });
        routes.MapGet("/v1/mix", http => http.Response.WriteAsJsonAsync(MixBody.Of(run.Control)));
        routes.MapPut("/v1/mix", async http =>
        {
            var weights = MixBody.Parse(await ReadAsync(http));
            var mix = run.Control.Mix ?? throw new ConflictException("The topology has no mix with weights.");
            if (run.Control.PolicyKind == FeedbackPolicy.Static)
            {
                throw new ConflictException("The weights are fixed: the topology has feedback: { policy: static }.");
            }

            mix.Propose(weights);
            await http.Response.WriteAsJsonAsync(MixBody.Of(run.Control));
        });
        routes.MapGet("/v1/thresholds", http => http.Response.WriteAsJsonAsync(ThresholdsBody.Of(run.Control)));
        routes.MapPut("/v1/thresholds", async http =>
        {
            run.Control.Thresholds.Propose(ThresholdsBody.Parse(await ReadAsync(http)));
            await http.Response.WriteAsJsonAsync(ThresholdsBody.Of(run.Control));
        });
    }

    // A page of another site can send a browser's simple requests here, but not this type without asking first, which nothing answers.
    internal static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadInputException("The body has to be JSON, with Content-Type: application/json.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, null, new() { MaxDepth = 8, AllowDuplicateProperties = false }, http.RequestAborted) as JsonObject
                ?? throw new BadInputException("The body has to be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"The body is no JSON: {e.Message}", e);
        }
    }
}

/// <summary>What is asked for does not go with the topology.</summary>
internal sealed class ConflictException(string message) : Exception(message);
