namespace Streaming.Tokenizers.PostProcessors;

/// <summary>Trims blanks out of the offsets of byte-level tokens, if it is told to.</summary>
internal sealed class ByteLevelPostProcessor(bool trimOffsets, bool addPrefixSpace) : PostProcessor
{
    public override int AddedTokens(bool isPair) => 0;

    public override List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens) =>
        trimOffsets ? encodings.ConvertAll(encoding => OffsetTrimming.Trimmed(encoding, addPrefixSpace)) : encodings;
}
