using System.Text.Json;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>The answers that a service gave to choose from.</summary>
internal static class AgentChoices
{
    /// <summary>The first that says something; empty where none does.</summary>
    public static string FirstText(JsonElement? choices) => choices is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(TextOf).FirstOrDefault(text => text.Length > 0) ?? ""
        : "";

    private static string TextOf(JsonElement choice)
    {
        var message = Told(choice, "message") ?? Told(choice, "delta") ?? choice;
        return TraceText.Field(message, "content") is { ValueKind: JsonValueKind.String or JsonValueKind.Array } content ? TraceText.OfContent(content) : "";
    }

    private static JsonElement? Told(JsonElement choice, string name) => TraceText.Field(choice, name) is { } told && TraceText.IsTrue(told) ? told : null;
}
