using System.Text.Json;

namespace Streaming.Tokenizers.Loading;

/// <summary>Typed access to the fields of a tokenizer's JSON; what is missing or of another type is named.</summary>
internal static class JsonFields
{
    public static InvalidDataException Missing(string name, string what) => new($"'{name}' must be {what}.");

    public static InvalidDataException Unsupported(string part, string? type) => new($"{part} of type '{type}' is not supported.");

    /// <summary>The value of a field, or null where it is absent or null.</summary>
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Required(this JsonElement element, string name) => element.Field(name) ?? throw Missing(name, "given");

    public static string? OptionalText(this JsonElement element, string name) => element.Field(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Missing(name, "a string");

    public static string Text(this JsonElement element, string name) => element.OptionalText(name) ?? throw Missing(name, "a string");

    public static string TypeName(this JsonElement element) => element.Text("type");

    public static bool Flag(this JsonElement element, string name, bool fallback = false) => element.Field(name) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Missing(name, "true or false");

    public static int? OptionalNumber(this JsonElement element, string name) => element.Field(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : throw Missing(name, "a whole number from 0 on");

    public static int Number(this JsonElement element, string name) => element.OptionalNumber(name) ?? throw Missing(name, "a whole number from 0 on");

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Field(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Missing(name, "a list");

    /// <summary>A string of one code point.</summary>
    public static Rune Character(this JsonElement element, string name)
    {
        var text = element.Text(name);
        return Rune.TryGetRuneAt(text.Length == 0 ? "\uD800" : text, 0, out var rune) && rune.Utf16SequenceLength == text.Length ? rune : throw Missing(name, "one character");
    }

    /// <summary>A string of one UTF-16 unit.</summary>
    public static char Unit(this JsonElement element, string name) =>
        element.Character(name) is { IsBmp: true } rune ? (char)rune.Value : throw Missing(name, "a character below U+10000");
}
