using System.Text.Json;

namespace Streaming.Kafka.Reading.Values;

/// <summary>A column with the place in a JSON value that it comes from.</summary>
/// <param name="Name">The column.</param>
/// <param name="Path">Fields of nested objects, separated by dots.</param>
/// <param name="Type">Its type.</param>
internal sealed record JsonColumn(string Name, string Path, ScalarType Type)
{
    /// <summary>The type of that name, or null.</summary>
    public static ScalarType? TypeOf(string name) => name switch
    {
        "string" => ColumnType.String,
        "int64" => ColumnType.Int64,
        "float64" => ColumnType.Float64,
        "bool" => ColumnType.Bool,
        _ => null,
    };

    /// <summary>Reads the value that the reader stands at, and leaves the reader at its end.</summary>
    /// <exception cref="InvalidDataException">It is of another type.</exception>
    public object? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return Type.Kind switch
        {
            ScalarKind.String => ReadText(ref reader, json),
            ScalarKind.Int64 when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) => whole,
            ScalarKind.Float64 when reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) => number,
            ScalarKind.Bool when reader.TokenType is JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
            _ => throw new InvalidDataException($"'{Path}' is {reader.TokenType}, and column '{Name}' takes {Type.Kind.ToString().ToLowerInvariant()}."),
        };
    }

    private static string ReadText(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return StrictUtf8.Decode(json[from..(int)reader.BytesConsumed]);
    }
}
