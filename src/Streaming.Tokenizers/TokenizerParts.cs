using Streaming.Tokenizers.Added;
using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Normalizers;
using Streaming.Tokenizers.PostProcessors;
using Streaming.Tokenizers.PreTokenizers;

namespace Streaming.Tokenizers;

/// <summary>What a tokenizer is composed of.</summary>
internal sealed record TokenizerParts(TokenModel Model)
{
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    public Normalizer? Normalizer { get; init; }

    public IReadOnlyList<PreTokenizer> PreTokenizers { get; init; } = [];

    public PostProcessor? PostProcessor { get; init; }

    public Decoder? Decoder { get; init; }

    public TokenizerSettings Settings { get; init; } = new();
}
