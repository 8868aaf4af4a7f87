using System.Text.Json;

namespace Streaming.Parquet.Layouts;

/// <summary>Reads chat turns out of JSON: the roles, and of the contents what is text.</summary>
internal static class JsonMessages
{
    private static readonly JsonDocumentOptions _bounded = new() { MaxDepth = 64 };

    /// <summary>The turns; what is no list of objects holds none.</summary>
    public static IReadOnlyList<ChatTurn> Of(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json, _bounded);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Where(turn => turn.ValueKind == JsonValueKind.Object).Select(Turn)]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Halves of characters are found when a text is taken out, and told by the second kind.
            return [];
        }
    }

    private static ChatTurn Turn(JsonElement turn) => new(MessageReading.Role(Text(Field(turn, "role", "from"))), Text(Field(turn, "content", "value")));

    private static JsonElement Field(JsonElement turn, string name, string other) => turn.TryGetProperty(name, out var field) || turn.TryGetProperty(other, out field) ? field : default;

    // Blocks of content: the texts among them, a line each.
    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(Text).Where(text => text.Length > 0)),
        JsonValueKind.Object when content.TryGetProperty("text", out var text) => Text(text),
        _ => "",
    };
}
