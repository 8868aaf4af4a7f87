using System.Text.Json;

namespace Streaming.Parquet.Lines;

/// <summary>Reads a JSON array.</summary>
internal sealed class JsonList(ListType type, bool ignoreUnknown)
{
    private readonly JsonCell _element = JsonCells.Of(type.Element, ignoreUnknown);
    private readonly ScalarKind? _kind = (type.Element as ScalarType)?.Kind;

    public object? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw JsonCells.Misfit(json, "a list");
        }

        var values = new List<object?>();
        var hasNulls = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var value = _element(ref json);
            hasNulls |= value is null;
            values.Add(value);
        }

        return _kind switch
        {
            ScalarKind.Int32 when !hasNulls => values.Select(v => (int)(long)v!).ToArray(),
            ScalarKind.Float32 when !hasNulls => values.Select(v => (float)(double)v!).ToArray(),
            _ => values.ToArray(),
        };
    }
}
