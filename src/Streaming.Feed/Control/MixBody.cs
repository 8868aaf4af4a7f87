using System.Text.Json.Nodes;
using Streaming.Runtime;

namespace Streaming.Feed.Control;

/// <summary>Weights as JSON: <c>{"weights":{"web":0.7}}</c>, or the map alone.</summary>
internal static class MixBody
{
    /// <summary>How the mix stands.</summary>
    public static JsonObject Of(RunControl control)
    {
        var mix = control.Mix ?? throw new ConflictException("The topology has no mix with weights.");
        return new()
        {
            ["policy"] = PolicyOf(control),
            ["declared"] = Json(mix.Declared),
            ["in_force"] = Json(mix.InForce),
            ["wanted"] = mix.Wanted is { } wanted ? Json(wanted) : null,
            ["step"] = control.Feedback.Step,
            ["losses"] = Json(control.Feedback.Newest),
        };
    }

    /// <summary>Reads weights.</summary>
    public static Dictionary<string, double> Parse(JsonObject body)
    {
        var map = body.Count == 1 && body["weights"] is JsonObject weights ? weights : body;
        return JsonBody.Numbers(map, "weights") is { Count: > 0 } named ? named : throw new BadInputException("No weight is named.");
    }

    /// <summary>The policy's name.</summary>
    public static string PolicyOf(RunControl control) => SnakeCase.Of(control.PolicyKind.ToString());

    private static JsonObject Json(IReadOnlyDictionary<string, double> figures) => new(figures.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
}
