using System.Text.Json;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>What a model is asked about a sample, and how its answer is read.</summary>
internal sealed class Question
{
    /// <summary>The conversation so far.</summary>
    public required IReadOnlyList<ChatTurn> Turns { get; init; }

    /// <summary>Encoded pictures. Default: none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; init; } = [];

    /// <summary>The JSON schema of the answer, for endpoints that can hold to one; null: any text. Default: null.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Makes of the text what is wanted.</summary>
    /// <exception cref="AnswerException">It is not what was asked for.</exception>
    public required Func<string, object> Read { get; init; }

    /// <summary>What is asked next about the sample, given what was read; nothing by default.</summary>
    public Func<object, IReadOnlyList<Question>> Then { get; init; } = _ => [];

    /// <summary>How often it was asked.</summary>
    public int Attempts { get; set; }

    /// <summary>What was read; null until there was a text that could be read.</summary>
    public object? Answer { get; set; }

    /// <summary>The last text.</summary>
    public string Text { get; set; } = "";

    /// <summary>What is wrong with the last text, or why there is none.</summary>
    public string? Wrong { get; set; }

    /// <summary>Whether it makes no sense to ask again: the endpoint refused.</summary>
    public bool IsRefused { get; set; }

    /// <summary>A question of a system's and a user's turn; an empty system says nothing.</summary>
    public static IReadOnlyList<ChatTurn> Ask(string system, string user) => system.Length == 0 ? [new("user", user)] : [new("system", system), new("user", user)];
}

/// <summary>An answer that is not what was asked for; the message goes to the model and to the rejects.</summary>
internal sealed class AnswerException(string message) : Exception(message);
