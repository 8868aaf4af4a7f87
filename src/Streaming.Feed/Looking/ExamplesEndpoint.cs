using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Runs;
using Streaming.Runtime;

namespace Streaming.Feed.Looking;

/// <summary>
/// <c>GET /v1/examples?operator=2.text_length_filter&amp;outcome=rejected</c>: the newest few samples that an operator of the run kept, rejected or broke at, with the reason; <c>/v1/examples/media</c>: their pictures, sounds and films.
/// What a corpus brought in is answered as JSON, or as bytes of a type that browsers only show.
/// </summary>
internal static class ExamplesEndpoint
{
    // Nothing runs in a medium that is opened by itself, whatever it is.
    private const string MediaPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run)
    {
        routes.MapGet("/v1/examples", http => http.Response.WriteAsJsonAsync(Answer(run.Watch, http.Request.Query)));
        routes.MapGet("/v1/examples/media", http => MediumAsync(http, run.Watch));
    }

    private static JsonObject Answer(RunWatch watch, IQueryCollection query)
    {
        var of = watch.Find(One(query, "operator"));
        var outcome = OutcomeOf(query);
        return new()
        {
            ["operator"] = of.Label,
            ["outcome"] = SnakeCase.Of(outcome.ToString()),
            ["examples"] = new JsonArray([.. of.Examples(outcome).Select(e => (JsonNode)Json(of.Label, outcome, e.Number, e.Example))]),
        };
    }

    private static JsonObject Json(string label, Outcome outcome, long number, Example example) => new()
    {
        ["id"] = example.Id,
        ["source"] = example.Split.Source,
        ["split"] = example.Split.Name,
        ["position"] = example.Position,
        ["text"] = example.Text,
        ["length"] = example.Length,
        ["reason"] = example.Reason,
        ["value"] = Finite(example.Value),
        ["threshold"] = example.Threshold,
        ["stats"] = new JsonObject(example.Stats.Select(s => KeyValuePair.Create(s.Key, s.Value is double figure ? Finite(figure) : JsonValue.Create(s.Value)))),
        ["media"] = new JsonArray([.. example.Media.Select((medium, place) => (JsonNode)new JsonObject
        {
            ["kind"] = medium.Kind,
            ["bytes"] = medium.Size,
            ["type"] = SniffedType.Of(medium.Bytes),
            ["href"] = SniffedType.Of(medium.Bytes) is null ? null : string.Create(CultureInfo.InvariantCulture, $"/v1/examples/media?operator={Uri.EscapeDataString(label)}&outcome={SnakeCase.Of(outcome.ToString())}&number={number}&place={place}"),
        })]),
    };

    private static Task MediumAsync(HttpContext http, RunWatch watch)
    {
        var query = http.Request.Query;
        var bytes = watch.Find(One(query, "operator")).Medium(OutcomeOf(query), Number(query, "number"), (int)Math.Min(int.MaxValue, Number(query, "place")));
        if (SniffedType.Of(bytes) is not { } type)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return http.Response.WriteAsJsonAsync(new { error = "The example is no longer kept, or is of no type that is shown." });
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = MediaPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes!.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private static Outcome OutcomeOf(IQueryCollection query) => One(query, "outcome") switch
    {
        "kept" => Outcome.Kept,
        "rejected" => Outcome.Rejected,
        "dead_lettered" => Outcome.DeadLettered,
        var other => throw new BadInputException($"outcome is kept, rejected or dead_lettered, not '{other}'."),
    };

    internal static string One(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } only] ? only : throw new BadInputException($"{name} has to be given, once.");

    private static long Number(IQueryCollection query, string name) =>
        long.TryParse(One(query, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BadInputException($"{name} has to be a whole number.");

    // JSON has no word for what is no number.
    internal static JsonNode? Finite(double? figure) => figure is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null;
}
