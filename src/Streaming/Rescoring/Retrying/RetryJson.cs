using System.Text.Json.Nodes;

namespace Streaming.Rescoring;

/// <summary>What became of dead letters, as JSON.</summary>
public static class RetryJson
{
    /// <summary>By operator.</summary>
    public static JsonArray Of(RetryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. report.Operators.Select(one => (JsonNode)new JsonObject
        {
            ["operator"] = one.Name,
            ["tried"] = one.Tried,
            ["settled"] = one.Settled,
            ["unreadable"] = one.Unreadable,
            ["out"] = one.Run.Totals.Samples.Out,
            ["rejected"] = one.Run.Totals.Samples.Rejected,
        })];
    }
}
