using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streaming.Feed.Control;

/// <summary>Reads JSON that others wrote, with words for what is wrong.</summary>
internal static class JsonBody
{
    /// <summary>Refuses members that are not known.</summary>
    public static void CheckNames(JsonObject body, params string[] known)
    {
        foreach (var (name, _) in body)
        {
            if (!known.Contains(name))
            {
                throw new BadInputException($"'{name}' is not known here; known: {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>A number.</summary>
    public static double Number(JsonNode? node, string what) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : throw new BadInputException($"{what} has to be a number.");

    /// <summary>A text.</summary>
    public static string Text(JsonNode? node, string what) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw new BadInputException($"{what} has to be a text.");

    /// <summary>Numbers by name; null where there is nothing.</summary>
    public static Dictionary<string, double>? Numbers(JsonNode? node, string what) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(p => p.Key, p => Number(p.Value, $"{what}: {p.Key}")),
        _ => throw new BadInputException($"{what} has to be an object of numbers by name."),
    };
}
