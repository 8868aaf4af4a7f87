namespace Streaming.Tokenizers.PostProcessors;

/// <summary><c>&lt;s&gt; A &lt;/s&gt;</c> or <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, type ids all 0; may trim blanks out of the offsets.</summary>
internal sealed class RobertaPostProcessor(SpecialToken begin, SpecialToken separator, bool trimOffsets, bool addPrefixSpace) : PostProcessor
{
    public override int AddedTokens(bool isPair) => isPair ? 4 : 2;

    public override List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        var plain = encodings.ConvertAll(encoding => (trimOffsets ? OffsetTrimming.Trimmed(encoding, addPrefixSpace) : encoding).WithTypeIds(0));
        return !addSpecialTokens ? plain
            : plain.Count == 1 ? [begin.Encoding(0), plain[0], separator.Encoding(0)]
            : [begin.Encoding(0), plain[0], separator.Encoding(0), separator.Encoding(0), plain[1], separator.Encoding(0)];
    }
}
