using System.Text.Json;

namespace Streaming.Models.Folders;

/// <summary>Values of a configuration. What is absent, null or of another type is null: such files come in many dialects.</summary>
internal static class JsonValues
{
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool? Flag(this JsonElement element, string name) => element.Field(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static int? Number(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static double? Real(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public static float[]? Reals(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number)
            => [.. list.EnumerateArray().Select(value => (float)value.GetDouble())],
        { ValueKind: JsonValueKind.Number } value => [(float)value.GetDouble()],
        _ => null,
    };

    /// <summary>A number, or a list of numbers (<c>eos_token_id</c> is written both ways).</summary>
    public static int[]? Numbers(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(IsInt).Select(value => value.GetInt32())],
        { ValueKind: JsonValueKind.Number } value when IsInt(value) => [value.GetInt32()],
        _ => null,
    };

    public static string[] Texts(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
        : [];

    private static bool IsInt(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
}
