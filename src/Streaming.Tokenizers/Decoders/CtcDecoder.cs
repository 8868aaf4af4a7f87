namespace Streaming.Tokenizers.Decoders;

/// <summary>Connectionist temporal classification: repeated tokens count once, padding vanishes.</summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiter, bool cleanup) : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        var decoded = new List<string>();
        for (var index = 0; index < tokens.Count; index++)
        {
            if (index > 0 && tokens[index] == tokens[index - 1])
            {
                continue;
            }

            var text = Without(tokens[index], padToken, "");
            text = cleanup ? Without(SpaceCleaning.OfToken(text), wordDelimiter, " ") : text;
            if (text.Length > 0)
            {
                decoded.Add(text);
            }
        }

        return decoded;
    }

    private static string Without(string text, string part, string with) => part.Length == 0 ? text : text.Replace(part, with, StringComparison.Ordinal);
}
