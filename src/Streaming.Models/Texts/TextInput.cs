namespace Streaming.Models.Texts;

/// <summary>A text, or a pair of texts that a model reads together.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text, or null.</param>
public sealed record TextInput(string Text, string? Pair = null)
{
    /// <summary>A text alone.</summary>
    public static implicit operator TextInput(string text) => FromString(text);

    /// <summary>A text alone.</summary>
    public static TextInput FromString(string text) => new(text);
}
