using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Decoders;

/// <summary>Replaces each match of a pattern within each token.</summary>
internal sealed class ReplaceDecoder(SplitPattern pattern, string content) : Decoder
{
    public override List<string> Apply(List<string> tokens) => tokens.ConvertAll(Replaced);

    private string Replaced(string token)
    {
        var matches = new List<PatternMatch>();
        pattern.Find(token, matches);
        return string.Concat(matches.Select(match => match.IsMatch ? content : token[match.Start..match.End]));
    }
}
