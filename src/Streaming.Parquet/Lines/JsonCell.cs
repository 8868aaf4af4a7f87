using System.Text.Json;
using Streaming.Parquet.Columns;

namespace Streaming.Parquet.Lines;

/// <summary>Reads a JSON value as a column's type says. A value that does not fit is an <see cref="InvalidDataException"/>.</summary>
internal delegate object? JsonCell(ref Utf8JsonReader json);

/// <summary>Makes cells.</summary>
internal static class JsonCells
{
    /// <summary>The cell of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ignoreUnknown">Whether fields of objects that the type lacks are passed over; else they do not fit.</param>
    public static JsonCell Of(ColumnType type, bool ignoreUnknown)
    {
        var cell = Present(type, ignoreUnknown);
        return (ref json) => json.TokenType == JsonTokenType.Null ? null : cell(ref json);
    }

    private static JsonCell Present(ColumnType type, bool ignoreUnknown) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => (ref json) => json.TokenType == JsonTokenType.String ? json.GetString() : throw Misfit(json, "text"),
        ScalarType { Kind: ScalarKind.Bool } => (ref json) => json.TokenType switch
        {
            JsonTokenType.True => Boxes.Of(true),
            JsonTokenType.False => Boxes.Of(false),
            _ => throw Misfit(json, "true or false"),
        },
        ScalarType { Kind: ScalarKind.Float32 } => (ref json) => (double)(float)Double(ref json),
        ScalarType { Kind: ScalarKind.Float16 or ScalarKind.Float64 } => (ref json) => Double(ref json),
        ScalarType { Kind: ScalarKind.UInt64 } => (ref json) => json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out var value) ? value : throw Misfit(json, "a whole number"),
        ScalarType { Kind: ScalarKind.Binary } => (ref json) => json.TokenType == JsonTokenType.String && json.TryGetBytesFromBase64(out var bytes) ? bytes : throw Misfit(json, "base64"),
        ScalarType s => Integer(s.Kind),
        TimestampType or TimeType => Integer(ScalarKind.Int64),
        ListType l => new JsonList(l, ignoreUnknown).Read,
        StructType s => new JsonObject(s, ignoreUnknown).Read,
        MapType m => Map(Of(m.Value, ignoreUnknown)),
        _ => throw new BadInputException($"Columns of {type} cannot be read from JSON."),
    };

    public static InvalidDataException Misfit(Utf8JsonReader json, string wanted) => new($"a {json.TokenType} where {wanted} should be");

    private static JsonCell Integer(ScalarKind kind)
    {
        var (low, high) = kind switch
        {
            ScalarKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ScalarKind.Int16 => (short.MinValue, short.MaxValue),
            ScalarKind.UInt8 => (0, byte.MaxValue),
            ScalarKind.UInt16 => (0, ushort.MaxValue),
            ScalarKind.UInt32 => (0, uint.MaxValue),
            ScalarKind.Int64 => (long.MinValue, long.MaxValue),
            _ => (int.MinValue, int.MaxValue),
        };
        return (ref json) => Long(ref json) is var value && value >= low && value <= high ? Boxes.Of(value) : throw Misfit(json, $"a whole number from {low} to {high}");
    }

    private static long Long(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number)
        {
            if (json.TryGetInt64(out var value))
            {
                return value;
            }

            // 3.0 is how some writers say 3 once a column had a gap.
            if (json.TryGetDouble(out var number) && Math.Floor(number) == number && Math.Abs(number) < 1L << 53)
            {
                return (long)number;
            }
        }

        throw Misfit(json, "a whole number");
    }

    private static double Double(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) ? value : throw Misfit(json, "a number");

    private static JsonCell Map(JsonCell value) => (ref json) =>
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw Misfit(json, "an object");
        }

        var pairs = new List<KeyValuePair<object, object?>>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            pairs.Add(new(key, value(ref json)));
        }

        return pairs.ToArray();
    };
}
