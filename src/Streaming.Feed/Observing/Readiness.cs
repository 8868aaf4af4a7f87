using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Streaming.Feed.Runs;
using Streaming.Telemetry;

namespace Streaming.Feed.Observing;

/// <summary>
/// <c>/readyz</c>: whether the feed and the run do what they are there for, each check by name. A source that gives nothing though records wait, a budget that is full while nothing moves, a worker that was fenced, a table
/// that cannot be read are each a check of their own; 503 where one of them fails.
/// </summary>
internal static class Readiness
{
    // A model may work on a batch for long; what stands still for longer than this stands still.
    private static readonly TimeSpan StallAfter = TimeSpan.FromSeconds(60);

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsync(HttpContext http, TableFeeds feeds, LiveRun? run)
    {
        var checks = Checks(feeds, run).ToList();
        var ready = checks.TrueForAll(c => c.Trouble is null);
        http.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["ready"] = ready,
            ["checks"] = new JsonObject(checks.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)(c.Trouble ?? "ok")))),
        });
    }

    private static IEnumerable<(string Name, string? Trouble)> Checks(TableFeeds feeds, LiveRun? run)
    {
        foreach (var table in feeds.Tables.Values)
        {
            yield return ($"table.{table.Name}", table.Trouble?.Message);
        }

        if (run is null)
        {
            yield break;
        }

        yield return ("run", run.Ended is { Status: RunStatus.Failed, Error: { } error } ? $"{error.Code}: {error.Message}" : run.Newest is null ? "starting" : null);
        yield return ("fencing", run.Ended?.Error?.Code == "fenced" ? "Another worker moved a split of this one." : null);
        if (run is { Ended: null, Newest: { } now, Idle: { } idle })
        {
            foreach (var check in ChecksOf(now, idle))
            {
                yield return check;
            }
        }
    }

    private static IEnumerable<(string Name, string? Trouble)> ChecksOf(RunSnapshot now, TimeSpan idle)
    {
        var stalled = idle > StallAfter;
        var full = now.Budget.Used >= now.Budget.Limit * 0.98;
        yield return ("budget", stalled && full ? $"The memory budget is full ({now.Budget.Used >> 20} of {now.Budget.Limit >> 20} MiB), and nothing has moved for {idle.TotalSeconds:0} s." : null);
        foreach (var source in now.Sources)
        {
            var lag = source.Lag.Values.Sum();
            yield return ($"source.{source.Name}", stalled && !full && lag > 0 ? $"{lag} records wait, and nothing has come for {idle.TotalSeconds:0} s." : null);
        }
    }
}
