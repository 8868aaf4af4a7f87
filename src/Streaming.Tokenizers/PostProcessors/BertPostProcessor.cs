namespace Streaming.Tokenizers.PostProcessors;

/// <summary><c>[CLS] A [SEP]</c> or <c>[CLS] A [SEP] B [SEP]</c>, type ids 0 and 1.</summary>
internal sealed class BertPostProcessor(SpecialToken begin, SpecialToken separator) : PostProcessor
{
    public override int AddedTokens(bool isPair) => isPair ? 3 : 2;

    public override List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens) => !addSpecialTokens ? encodings
        : encodings.Count == 1 ? [begin.Encoding(0), encodings[0], separator.Encoding(0)]
        : [begin.Encoding(0), encodings[0], separator.Encoding(0), encodings[1], separator.Encoding(1)];
}
