using System.Text.Json;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>A file of conversations, in the form that chats are trained in: JSON objects with <c>messages</c>.</summary>
internal static class SeedConversations
{
    private const long MostBytes = 64L << 20;

    private static readonly JsonDocumentOptions _json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The pairs of each conversation.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or holds something else.</exception>
    public static IReadOnlyList<IReadOnlyList<(string Query, string Response)>> Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                throw new BadInputException($"seed_file: '{file}' is larger than {MostBytes >> 20} MiB; a few hundred conversations are enough.");
            }

            var text = File.ReadAllText(file);
            var found = Objects(text).Select((one, i) => PairsOf(one) is { Count: > 0 } pairs ? pairs : throw new InvalidDataException($"conversation {i + 1} has no question with an answer")).ToList();
            return found.Count > 0 ? found : throw new InvalidDataException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadInputException($"seed_file: '{file}' cannot be used: {e.Message}. It wants JSON objects with messages, each a role (user, assistant) and its content.", e);
        }
    }

    private static IEnumerable<JsonElement> Objects(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith("["))
        {
            return JsonDocument.Parse(text, _json).RootElement.EnumerateArray();
        }

        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonDocument.Parse(line, _json).RootElement);
    }

    private static List<(string Query, string Response)> PairsOf(JsonElement conversation)
    {
        var pairs = new List<(string, string)>();
        string? query = null;
        foreach (var turn in conversation.GetProperty("messages").EnumerateArray())
        {
            var (role, content) = (turn.GetProperty("role").GetString(), turn.GetProperty("content").GetString() ?? "");
            if (role == "user")
            {
                query = content;
            }
            else if (role == "assistant" && query is not null)
            {
                pairs.Add((query, content));
                query = null;
            }
        }

        return pairs;
    }
}
