using System.Buffers;
using System.Text.Json;

namespace Streaming.Operators.Tagging;

/// <summary>
/// A column of agents' traces as JSON: a struct or list as its type says, or a text that holds JSON, which is how columns of many shapes are carried.
/// A field that is null counts as missing, since columns cannot tell one from the other.
/// </summary>
internal sealed class TraceField(RowSchema schema, string name)
{
    private const int MaxDepth = 64;

    private readonly ColumnType? _type = schema.Find(name)?.Type;

    /// <summary>Whether the samples have the column.</summary>
    public bool IsThere => _type is not null;

    /// <summary>The value in a sample; null where it has none, or where a text is no JSON.</summary>
    public JsonElement? Of(Sample sample) => (sample.Meta[name], _type) switch
    {
        (null, _) or (_, null) => null,
        (string text, _) => Parsed(text),
        (var value, var type) => Written(value, type),
    };

    /// <summary>The JSON that a text holds; null where it holds none.</summary>
    public static JsonElement? Parsed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MaxDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Written(object value, ColumnType type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            JsonValues.Write(json, value, type);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
