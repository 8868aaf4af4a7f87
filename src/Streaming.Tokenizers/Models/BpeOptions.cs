namespace Streaming.Tokenizers.Models;

/// <summary>The settings of a BPE model as <c>tokenizer.json</c> names them.</summary>
internal sealed record BpeOptions
{
    public string? UnknownToken { get; init; }

    public string ContinuingSubwordPrefix { get; init; } = "";

    public string EndOfWordSuffix { get; init; } = "";

    /// <summary>Whether neighbouring unknown characters make one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether the token string of an unknown character is the character, not the unknown token's.</summary>
    public bool SpellsUnknown { get; init; }

    /// <summary>Whether an unknown character becomes its bytes, <c>&lt;0xNN&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is in the vocabulary is taken whole, whatever the merges say.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Whether the vocabulary is written in <see cref="ByteAlphabet"/> and pieces come as plain text.</summary>
    public bool TakesBytes { get; init; }
}
