namespace Streaming.Tokenizers.Decoders;

/// <summary>Joins all strings into one.</summary>
internal sealed class FuseDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens) => [string.Concat(tokens)];
}
