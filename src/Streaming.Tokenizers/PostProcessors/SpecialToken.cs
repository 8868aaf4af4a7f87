namespace Streaming.Tokenizers.PostProcessors;

/// <summary>A special token that a post-processor adds.</summary>
/// <param name="Token">Its string.</param>
/// <param name="Id">Its id.</param>
internal sealed record SpecialToken(string Token, int Id)
{
    public TokenEncoding Encoding(int typeId) => TokenEncoding.OfSpecialTokens([Id], [Token], typeId);
}
