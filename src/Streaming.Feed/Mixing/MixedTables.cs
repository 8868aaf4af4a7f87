using System.Globalization;
using System.Text.Json;

namespace Streaming.Feed.Mixing;

/// <summary>The tables of a mixed feed and their weights.</summary>
internal static class MixedTables
{
    /// <summary>The most that are mixed in one feed: a cursor has a place in each.</summary>
    public const int Most = 32;

    private static readonly JsonSerializerOptions Json = new() { AllowDuplicateProperties = false };

    /// <summary>What is wrong with them, or null.</summary>
    public static string? Problem(IReadOnlyDictionary<string, double> tables) =>
        tables.Count is 0 or > Most ? $"tables takes 1 … {Most} names with weights, not {tables.Count}."
        : tables.FirstOrDefault(t => !(t.Value >= 0 && double.IsFinite(t.Value))) is { Key: { } name } wrong ? $"tables gives '{name}' the weight {wrong.Value.ToString(CultureInfo.InvariantCulture)}; weights are 0 or more."
        : tables.Values.All(w => w == 0) ? "tables gives none a weight above 0."
        : null;

    /// <summary>Reads <c>NAME:WEIGHT,NAME:WEIGHT</c>, or a JSON object.</summary>
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        if (text.StartsWith('{'))
        {
            return ParseJson(text);
        }

        var tables = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var colon = part.LastIndexOf(':');
            if (colon <= 0 || !double.TryParse(part.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !tables.TryAdd(part[..colon], weight))
            {
                throw Wrong(text);
            }
        }

        return tables;
    }

    private static Dictionary<string, double> ParseJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(text, Json) ?? throw Wrong(text);
        }
        catch (JsonException)
        {
            throw Wrong(text);
        }
    }

    private static BadInputException Wrong(string text) => new($"tables takes NAME:WEIGHT,NAME:WEIGHT or a JSON object of names and weights, not '{text}'.");
}
