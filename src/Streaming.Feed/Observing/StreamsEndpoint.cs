using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Streaming.Feed.Observing;

/// <summary><c>GET /v1/streams</c>: who reads what, and how far.</summary>
internal static class StreamsEndpoint
{
    // A page is no place for thousands of lines; those that are farthest back matter.
    private const int Most = 200;

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsync(HttpContext http, TableFeeds feeds)
    {
        var open = feeds.Open.Select(o => (Stream: o, o.Lag)).OrderByDescending(o => o.Lag).ToList();
        return http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["open"] = open.Count,
            ["streams"] = new JsonArray([.. open.Take(Most).Select(o => (JsonNode)new JsonObject
            {
                ["table"] = string.Join(" + ", o.Stream.Tables.Select(t => t.Name)),
                ["rank"] = o.Stream.Ticket.Rank,
                ["world"] = o.Stream.Ticket.World,
                ["seed"] = o.Stream.Ticket.Seed,
                ["follow"] = o.Stream.Ticket.Follow,
                ["batches"] = o.Stream.Batches,
                ["rows"] = o.Stream.Rows,
                ["lag"] = o.Lag,
                ["cursor"] = o.Stream.Cursor,
            })]),
        });
    }
}
