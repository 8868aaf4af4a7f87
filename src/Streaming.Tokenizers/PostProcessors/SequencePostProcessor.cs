namespace Streaming.Tokenizers.PostProcessors;

/// <summary>Post-processors one after the other.</summary>
internal sealed class SequencePostProcessor(IReadOnlyList<PostProcessor> processors) : PostProcessor
{
    public override int AddedTokens(bool isPair) => processors.Sum(processor => processor.AddedTokens(isPair));

    public override List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens) =>
        processors.Aggregate(encodings, (current, processor) => processor.Apply(current, addSpecialTokens));
}
