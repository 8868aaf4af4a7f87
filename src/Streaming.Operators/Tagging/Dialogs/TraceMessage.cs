using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>A message of an agent's trace.</summary>
/// <param name="Place">Its place in the list, from 0.</param>
/// <param name="Role">Who speaks, in lower case.</param>
/// <param name="Content">What is said, as text.</param>
/// <param name="Tools">The names of the tools that it calls, one a call.</param>
internal sealed record TraceMessage(int Place, string Role, string Content, IReadOnlyList<string> Tools)
{
    private const int NamedTools = 10;

    /// <summary>The message that JSON holds; null where that is no object.</summary>
    public static TraceMessage? Of(JsonElement message, int place) => message.ValueKind != JsonValueKind.Object ? null : new(
        place,
        TraceText.Field(message, "role") is { ValueKind: JsonValueKind.String } role ? PythonCase.ToLower(role.GetString()!) : "",
        TraceText.OfContent(TraceText.Field(message, "content")),
        ToolsOf(message));

    /// <summary>The calls in words, for a message that says nothing else; empty where there are none.</summary>
    public string Summary()
    {
        var names = Tools.Distinct().ToList();
        var more = names.Count > NamedTools ? $", ...+{names.Count - NamedTools}" : "";
        return names.Count == 0 ? "" : $"[Tool calls: {string.Join(", ", names.Take(NamedTools))}{more}]";
    }

    private static string[] ToolsOf(JsonElement message)
    {
        var calls = TraceText.Field(message, "tool_calls") is { } given && TraceText.IsTrue(given) ? given : TraceText.Field(message, "tool_use");
        return calls is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(NameOf).Where(name => name.Length > 0)] : [];
    }

    // OpenAI's function.name, Anthropic's name.
    private static string NameOf(JsonElement call)
    {
        var function = TraceText.Field(call, "function") is { } given && TraceText.IsTrue(given) ? given : TraceText.Field(call, "function_call");
        var named = function is { } f && TraceText.Field(f, "name") is { } name && TraceText.IsTrue(name) ? name : TraceText.Field(call, "name");
        return TraceText.OfContent(named);
    }
}
