namespace Streaming.Tokenizers;

/// <summary>What an encoding shall have besides its ids.</summary>
public sealed record EncodingOptions
{
    /// <summary>Special tokens, no truncation, no padding.</summary>
    public static EncodingOptions Default { get; } = new();

    /// <summary>Whether the file's post-processor adds its special tokens. Default: true.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Whether the file's post-processor works on the encoding at all. Without it there are no special tokens, and offsets have the spaces that a byte-level post-processor takes out. Default: true.</summary>
    public bool PostProcess { get; init; } = true;

    /// <summary>How long an encoding may be; null: as long as the text makes it. Default: null.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>How short encodings are filled up; null: not at all. Default: null.</summary>
    public PaddingOptions? Padding { get; init; }
}
