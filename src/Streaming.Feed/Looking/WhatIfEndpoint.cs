using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Control;
using Streaming.Feed.Runs;
using Streaming.Runtime;

namespace Streaming.Feed.Looking;

/// <summary>
/// <c>GET /v1/what-if?operator=2.text_length_filter&amp;min=50&amp;max=9000</c>: which share of what came to a filter another range would keep, told from a uniform sample of the figures of all that came, kept and rejected.
/// An end that is not given stays as it is in force. Nothing is changed by it.
/// </summary>
internal static class WhatIfEndpoint
{
    private const int Quantiles = 100;

    /// <summary>Adds the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes, LiveRun run) => routes.MapGet("/v1/what-if", http => http.Response.WriteAsJsonAsync(Answer(run, http.Request.Query)));

    private static JsonObject Answer(LiveRun run, IQueryCollection query)
    {
        var watch = run.Watch.Find(ExamplesEndpoint.One(query, "operator"));
        var figures = watch.Figures() ?? throw new BadInputException($"'{watch.Label}' keeps samples by no range that can be changed.");
        var range = run.Control.Thresholds.Status.First(s => s.Operator == watch.Label);
        var asked = range.InForce with { Min = End(query, "min") ?? range.InForce.Min, Max = End(query, "max") ?? range.InForce.Max };
        return new()
        {
            ["operator"] = watch.Label,
            ["figure"] = range.Figure,
            ["seen"] = figures.Seen,
            ["drawn"] = figures.Drawn.Count,
            ["in_force"] = Kept(figures, range.InForce),
            ["asked"] = Kept(figures, asked),
            ["quantiles"] = new JsonArray([.. figures.Seen == 0 ? [] : Enumerable.Range(0, Quantiles + 1).Select(i => ExamplesEndpoint.Finite(Quantile(figures, i)))]),
            ["histogram"] = new JsonArray([.. figures.Histogram.Select(bin => (JsonNode)new JsonObject { ["from"] = bin.From, ["to"] = bin.To, ["share"] = bin.Share })]),
        };
    }

    // The ends are the ends of all that came, not of what was drawn.
    private static double Quantile(FigureSketch figures, int place) => place switch
    {
        0 => figures.Minimum,
        Quantiles => figures.Maximum,
        _ => figures.Quantile(place / (double)Quantiles),
    };

    private static JsonObject Kept(FigureSketch figures, Interval range)
    {
        var (share, error) = figures.Kept(range);
        var json = ThresholdsBody.Json(range);
        json["kept_share"] = share;
        json["standard_error"] = error;
        json["kept"] = (long)Math.Round(share * figures.Seen);
        return json;
    }

    private static double? End(IQueryCollection query, string name) => query[name] switch
    {
        [] or [""] => null,
        [{ } only] when double.TryParse(only, NumberStyles.Float, CultureInfo.InvariantCulture, out var end) && double.IsFinite(end) => end,
        _ => throw new BadInputException($"{name} has to be a number, given once."),
    };
}
