namespace Streaming.Models.Encoders;

/// <summary>What a user may want of an embedder that its folder does not say.</summary>
public sealed record EmbeddingSettings
{
    /// <summary>The folder's own rule.</summary>
    public static EmbeddingSettings Default { get; } = new();

    /// <summary>How tokens are pooled; null: as the folder says (sentence-transformers' files), else their mean. Default: null.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether vectors get the length 1; null: as the folder says, else yes. Default: null.</summary>
    public bool? Normalize { get; init; }

    /// <summary>The output of the graph to take, such as <c>pooler_output</c>; null: the best that it has. Default: null.</summary>
    public string? Output { get; init; }

    /// <summary>Whether texts are read as the bare model reads them, without the length, prompt and lower-casing that sentence-transformers' files add. Default: false.</summary>
    public bool Bare { get; init; }
}
