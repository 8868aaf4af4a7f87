namespace Streaming.Tokenizers.PostProcessors;

/// <summary>Adds special tokens around the encodings of one or two texts and sets their type ids.</summary>
internal abstract class PostProcessor
{
    /// <summary>How many tokens it adds to one text or to a pair.</summary>
    public abstract int AddedTokens(bool isPair);

    public abstract List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens);

    /// <summary>One encoding of one text or two, type ids 0 and 1 unless <paramref name="processor"/> says otherwise.</summary>
    public static TokenEncoding Join(PostProcessor? processor, TokenEncoding first, TokenEncoding? second, bool addSpecialTokens)
    {
        List<TokenEncoding> encodings = second is null ? [first.WithTypeIds(0)] : [first.WithTypeIds(0), second.WithTypeIds(1)];
        encodings = processor?.Apply(encodings, addSpecialTokens) ?? encodings;
        return encodings.Count == 0 ? TokenEncoding.Empty : encodings.Aggregate((joined, next) => joined.Then(next));
    }
}
