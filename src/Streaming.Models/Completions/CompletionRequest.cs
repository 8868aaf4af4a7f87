using System.Text.Json;
using Streaming.Models.Generation;
using Streaming.Samples;

namespace Streaming.Models.Completions;

/// <summary>What a model is asked to write: the same for a model in a folder and for one behind an endpoint.</summary>
public sealed record CompletionRequest
{
    /// <summary>The conversation; the model's turn comes next.</summary>
    public required IReadOnlyList<ChatTurn> Turns { get; init; }

    /// <summary>Encoded pictures that belong to the last turn. Default: none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; init; } = [];

    /// <summary>How it is written.</summary>
    public GenerationSettings Settings { get; init; } = new();

    /// <summary>Where draws come from; of no meaning where the likeliest is taken. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The JSON schema that the text must meet; null: any text. Default: null.</summary>
    public JsonElement? Schema { get; init; }
}
