namespace Streaming.Tokenizers.Decoders;

/// <summary>Removes a character at most so many times at the ends of each token.</summary>
internal sealed class StripDecoder(Rune content, int start, int stop) : Decoder
{
    private readonly string _content = content.ToString();

    public override List<string> Apply(List<string> tokens) => tokens.ConvertAll(Stripped);

    private string Stripped(string token)
    {
        for (var count = 0; count < start && token.StartsWith(_content, StringComparison.Ordinal); count++)
        {
            token = token[_content.Length..];
        }

        for (var count = 0; count < stop && token.EndsWith(_content, StringComparison.Ordinal); count++)
        {
            token = token[..^_content.Length];
        }

        return token;
    }
}
