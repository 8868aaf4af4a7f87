using System.Text.Json.Nodes;

namespace Streaming.ChatServer;

/// <summary>A request as the server got it.</summary>
/// <param name="Prompt">The last turn's text.</param>
/// <param name="Attempt">How often the same prompt was asked, this time included.</param>
/// <param name="Index">Requests before it, of any prompt.</param>
/// <param name="Body">The whole body.</param>
/// <param name="Key">The key that it came with.</param>
public sealed record ChatAsked(string Prompt, int Attempt, int Index, JsonObject Body, string? Key)
{
    /// <summary>The first turn's text where it is the system's.</summary>
    public string? System => Body["messages"]![0] is { } first && (string?)first["role"] == "system" ? TextOf(first) : null;

    /// <summary>The text of a turn, be it plain or in parts.</summary>
    public static string TextOf(JsonNode turn) => turn["content"] switch
    {
        JsonArray parts => string.Concat(parts.Where(part => (string?)part!["type"] == "text").Select(part => (string?)part!["text"])),
        { } text => (string)text!,
        null => "",
    };
}
