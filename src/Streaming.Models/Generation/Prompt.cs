namespace Streaming.Models.Generation;

/// <summary>What a decoder is to continue.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsComplete">Whether the text has its special tokens already, as a rendered chat has; otherwise the tokenizer adds its own.</param>
public sealed record Prompt(string Text, bool IsComplete = false)
{
    /// <summary>A plain text.</summary>
    public static implicit operator Prompt(string text) => FromString(text);

    /// <summary>A plain text.</summary>
    public static Prompt FromString(string text) => new(text);
}
