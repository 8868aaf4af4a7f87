using System.Text.Json;

namespace Streaming.Operators.Tests.Parity;

/// <summary>The column type that fits some JSON values, and the values as that type has them.</summary>
internal static class GoldenTypes
{
    /// <summary>The narrowest type of all values; text where they have nothing in common.</summary>
    public static ColumnType Of(IEnumerable<JsonElement> values)
    {
        var known = values.Where(v => v.ValueKind != JsonValueKind.Null).ToList();
        return known.Select(v => v.ValueKind).Select(k => k == JsonValueKind.False ? JsonValueKind.True : k).Distinct().ToList() switch
        {
            [JsonValueKind.Number] => known.All(v => v.TryGetInt64(out _)) ? ColumnType.Int64 : ColumnType.Float64,
            [JsonValueKind.True] => ColumnType.Bool,
            [JsonValueKind.Array] => new ListType(Of(known.SelectMany(v => v.EnumerateArray()))),
            [JsonValueKind.Object] => new StructType([.. known.SelectMany(v => v.EnumerateObject()).GroupBy(p => p.Name)
                .Select(g => new Column(g.Key, Of(g.Select(p => p.Value))))]),
            var mixed when mixed.Contains(JsonValueKind.Array) && !mixed.Contains(JsonValueKind.Object) =>
                new ListType(Of(known.Where(v => v.ValueKind == JsonValueKind.Array).SelectMany(v => v.EnumerateArray()))),
            _ => ColumnType.String,
        };
    }

    /// <summary>A value as its type has it.</summary>
    public static object? Value(JsonElement value, ColumnType type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => null,
        (_, ScalarType { Kind: ScalarKind.Int64 }) => value.GetInt64(),
        (_, ScalarType { Kind: ScalarKind.Float64 }) => value.GetDouble(),
        (_, ScalarType { Kind: ScalarKind.Bool }) => value.GetBoolean(),
        (not JsonValueKind.Array, ListType) => value.ToString(),
        (_, ListType list) => value.EnumerateArray().Select(v => Value(v, list.Element)).ToArray(),
        (_, StructType @struct) => @struct.Fields.Select(f => value.TryGetProperty(f.Name, out var v) ? Value(v, f.Type) : null).ToArray(),
        _ => value.ToString(),
    };
}
