using System.Text.Json.Nodes;

namespace Streaming.Runtime;

/// <summary>Shares as policies give them and commits keep them.</summary>
internal static class MixShare
{
    /// <summary>A share in millionths, at least one: mixing counts in whole numbers, and a source that rests is never told of again.</summary>
    public static double Rounded(double share) => Math.Max(1e-6, Math.Round(share, 6));

    public static JsonObject ToJson(IReadOnlyDictionary<string, double> figures) => new(figures.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));

    public static SortedDictionary<string, double> FromJson(JsonNode? json) => new(json!.AsObject().ToDictionary(p => p.Key, p => p.Value!.GetValue<double>()), StringComparer.Ordinal);
}
