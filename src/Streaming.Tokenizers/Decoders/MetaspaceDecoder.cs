namespace Streaming.Tokenizers.Decoders;

/// <summary>Turns marks into blanks; those of the first token vanish if the mark is put before texts.</summary>
internal sealed class MetaspaceDecoder(char replacement, bool prepends) : Decoder
{
    private readonly string _mark = replacement.ToString();

    public override List<string> Apply(List<string> tokens) =>
        [.. tokens.Select((token, index) => token.Replace(_mark, index == 0 && prepends ? "" : " ", StringComparison.Ordinal))];
}
