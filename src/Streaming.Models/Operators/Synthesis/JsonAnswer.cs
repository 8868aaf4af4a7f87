using System.Text.Json;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Finds the JSON in what a model wrote: alone, in a fence, or with words around it.</summary>
internal static class JsonAnswer
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>The first whole object or list.</summary>
    /// <exception cref="AnswerException">There is none.</exception>
    public static JsonElement Read(string text)
    {
        for (var at = text.AsSpan().IndexOfAny('{', '['); at >= 0;)
        {
            if (WholeAt(text, at) is { } whole && TryParse(whole, out var json))
            {
                return json;
            }

            var next = text.AsSpan(at + 1).IndexOfAny('{', '[');
            at = next < 0 ? -1 : at + 1 + next;

            // Garbage of a million braces must not take a million times a million steps.
            if (at > MostLookedAt)
            {
                break;
            }
        }

        throw new AnswerException("It holds no whole JSON value.");
    }

    private const int MostLookedAt = 4_096;

    // From an opening bracket to the one that closes it, quotes minded.
    private static string? WholeAt(string text, int start)
    {
        var (depth, quoted) = (0, false);
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted)
            {
                at += c == '\\' ? 1 : 0;
                quoted = c != '"';
                continue;
            }

            quoted = c == '"';
            depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            if (depth == 0)
            {
                return text[start..(at + 1)];
            }
        }

        return null;
    }

    private static bool TryParse(string text, out JsonElement json)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
