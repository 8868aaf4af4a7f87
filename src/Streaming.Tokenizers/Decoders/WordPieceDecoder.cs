namespace Streaming.Tokenizers.Decoders;

/// <summary>Glues continuing pieces to the word before, puts blanks between words, and tidies blanks before punctuation.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanup) : Decoder
{
    public override List<string> Apply(List<string> tokens) => [.. tokens.Select((token, index) =>
    {
        var text = index == 0 ? token : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        return cleanup ? SpaceCleaning.OfToken(text) : text;
    })];
}
