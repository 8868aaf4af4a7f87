using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Parquet.Layouts;

/// <summary>Values of columns as the JSON that they are, or hold.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The reader of a column's values: texts are JSON already, anything else is written as it.</summary>
    public static Func<object?, string?> Of(ColumnType type) => value => value switch
    {
        null => null,
        string text => text,
        _ => Written(value, type),
    };

    /// <summary>Reads the value that the reader stands on, whatever it is; of a text what it holds.</summary>
    public static object? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return json.GetString();
        }

        using var value = JsonDocument.ParseValue(ref json);
        return value.RootElement.GetRawText();
    }

    private static string Written(object value, ColumnType type)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, _readable))
        {
            JsonValues.Write(json, value, type);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
