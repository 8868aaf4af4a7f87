using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>The text that stands in the content of a message: a text, blocks of texts and thoughts, or objects that hold one. A field that is null counts as missing.</summary>
internal static class TraceText
{
    private static readonly string[] _holders = ["value", "text", "content"];

    /// <summary>The text of a message's content.</summary>
    public static string OfContent(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.Array } blocks => Strip(string.Join('\n', blocks.EnumerateArray().Select(OfBlock).Where(text => text.Length > 0))),
        _ => Of(content),
    };

    /// <summary>Whether Python takes a value for true.</summary>
    public static bool IsTrue(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length > 0,
        { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out var figure) && figure != 0,
        { ValueKind: JsonValueKind.Array } items => items.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Object } fields => fields.EnumerateObject().Any(),
        _ => true,
    };

    /// <summary>A field of an object; null where it has none.</summary>
    public static JsonElement? Field(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private static string OfBlock(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return block.ValueKind == JsonValueKind.String ? Of(block) : "";
        }

        var type = Field(block, "type") is { ValueKind: JsonValueKind.String } named ? named.GetString() : null;
        var isThought = type is "thinking" or "reasoning";
        if (!isThought && (type is "text" or "input_text" || Field(block, "text") is not null))
        {
            return Of(Field(block, "text"));
        }

        var (thinking, reasoning, content) = (Field(block, "thinking"), Field(block, "reasoning"), Field(block, "reasoning_content"));
        return isThought || thinking is not null || content is not null ? Of(IsTrue(thinking) ? thinking : IsTrue(reasoning) ? reasoning : content) : "";
    }

    private static string Of(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        { ValueKind: JsonValueKind.Array } items => Strip(string.Join('\n', items.EnumerateArray().Where(HoldsText).Select(item => Of(item)))),
        { ValueKind: JsonValueKind.Object } fields => Of(_holders.Select(holder => Field(fields, holder)).FirstOrDefault(held => held is { } there && HoldsText(there))),
        { } scalar => Strip(PythonRepr.Str(Scalar(scalar))),
    };

    private static bool HoldsText(JsonElement value) => value.ValueKind != JsonValueKind.Null && !(value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0);

    private static object? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        var kind => kind == JsonValueKind.True,
    };

    private static string Strip(string text) => PythonText.Strip(text).ToString();
}
