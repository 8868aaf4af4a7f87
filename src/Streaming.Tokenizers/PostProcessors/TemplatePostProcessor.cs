namespace Streaming.Tokenizers.PostProcessors;

/// <summary><c>TemplateProcessing</c>: texts and special tokens as a template orders them.</summary>
internal sealed class TemplatePostProcessor(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair) : PostProcessor
{
    public override int AddedTokens(bool isPair) => (isPair ? pair : single).Sum(piece => piece.Ids.Length);

    public override List<TokenEncoding> Apply(List<TokenEncoding> encodings, bool addSpecialTokens)
    {
        var template = encodings.Count == 1 ? single : pair;
        return [.. template
            .Where(piece => piece.Sequence < encodings.Count && (piece.Sequence >= 0 || addSpecialTokens))
            .Select(piece => piece.Sequence >= 0
                ? encodings[piece.Sequence].WithTypeIds(piece.TypeId)
                : TokenEncoding.OfSpecialTokens(piece.Ids, piece.Tokens, piece.TypeId))];
    }
}
