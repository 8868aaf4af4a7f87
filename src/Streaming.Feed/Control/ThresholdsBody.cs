using System.Text.Json.Nodes;
using Streaming.Runtime;

namespace Streaming.Feed.Control;

/// <summary>Ranges as JSON: <c>{"text_length_filter":{"min_len":50}}</c> or <c>{"text_length_filter.min_len":50}</c>. An end goes by <c>min</c> or <c>max</c>, or by any option's name that begins so.</summary>
internal static class ThresholdsBody
{
    /// <summary>How the ranges stand.</summary>
    public static JsonObject Of(RunControl control) => new()
    {
        ["thresholds"] = new JsonArray([.. control.Thresholds.Status.Select(s => (JsonNode)Of(s))]),
    };

    /// <summary>Reads changes.</summary>
    public static Dictionary<string, RangeChange> Parse(JsonObject body)
    {
        var changes = new Dictionary<string, RangeChange>();
        foreach (var (name, value) in body.Count == 1 && body["thresholds"] is JsonObject inner ? inner : body)
        {
            var dot = name.LastIndexOf('.');
            if (value is JsonObject ends)
            {
                foreach (var (end, figure) in ends)
                {
                    Add(changes, name, end, figure);
                }
            }
            else if (dot > 0)
            {
                Add(changes, name[..dot], name[(dot + 1)..], value);
            }
            else
            {
                throw new BadInputException($"'{name}' has to be an object such as {{ \"min\": 50 }}.");
            }
        }

        return changes.Count > 0 ? changes : throw new BadInputException("No threshold is named.");
    }

    private static JsonObject Of(ThresholdStatus status)
    {
        var json = new JsonObject
        {
            ["operator"] = status.Operator,
            ["figure"] = status.Figure,
            ["declared"] = Json(status.Declared),
            ["in_force"] = Json(status.InForce),
            ["wanted"] = status.Wanted is { } wanted ? Json(wanted) : null,
        };
        if (status.Keep is { } keep)
        {
            json["keep"] = keep;
        }

        return json;
    }

    private static void Add(Dictionary<string, RangeChange> changes, string name, string end, JsonNode? figure)
    {
        var before = changes.GetValueOrDefault(name) ?? new(null, null);
        var number = JsonBody.Number(figure, $"{name}.{end}");
        changes[name] = end.Split('_')[0] switch
        {
            "min" => before with { Min = number },
            "max" => before with { Max = number },
            _ => throw new BadInputException($"'{name}.{end}' is no end of a range: they are min and max."),
        };
    }

    // An end that is none is null.
    internal static JsonObject Json(Interval range) => new()
    {
        ["min"] = range.Min <= long.MinValue ? null : range.Min,
        ["max"] = range.Max >= long.MaxValue ? null : range.Max,
    };
}
