using System.Text.Json;

namespace Streaming.Tables;

/// <summary>The fields of one action in a log line; what is missing or mistyped is a <see cref="FormatException"/> that names it.</summary>
internal readonly struct ActionFields(string action, JsonElement element)
{
    public string Text(string field) => TextOrNull(field) ?? throw Missing(field);

    public string? TextOrNull(string field) => Find(field, JsonValueKind.String) is { } found ? found.GetString() : null;

    public long Number(string field) => NumberOrNull(field) ?? throw Missing(field);

    public long? NumberOrNull(string field) =>
        Find(field, JsonValueKind.Number) is not { } found ? null
        : found.TryGetInt64(out var number) ? number
        : throw new FormatException($"{action}.{field} is not a whole number");

    public bool Flag(string field) => Find(field, JsonValueKind.True) is { } found ? found.GetBoolean() : throw Missing(field);

    public IReadOnlyList<string>? Texts(string field) =>
        Find(field, JsonValueKind.Array) is { } found ? [.. found.EnumerateArray().Select(item => item.GetString() ?? "")] : null;

    /// <summary>A map from text to text; values that are null are left out.</summary>
    public IReadOnlyDictionary<string, string>? Map(string field) => Find(field, JsonValueKind.Object) is not { } found
        ? null
        : found.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).ToDictionary(p => p.Name, p => p.Value.GetString()!);

    public ActionFields? Struct(string field) =>
        Find(field, JsonValueKind.Object) is { } found ? new ActionFields($"{action}.{field}", found) : null;

    private JsonElement? Find(string field, JsonValueKind kind)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(field, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var sameKind = found.ValueKind == kind || (kind == JsonValueKind.True && found.ValueKind == JsonValueKind.False);
        return sameKind ? found : throw new FormatException($"{action}.{field} is {found.ValueKind}, expected {kind}");
    }

    private FormatException Missing(string field) => new($"{action}.{field} is missing");
}
