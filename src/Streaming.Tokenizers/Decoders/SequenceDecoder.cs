namespace Streaming.Tokenizers.Decoders;

/// <summary>Decoders one after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<Decoder> decoders) : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        foreach (var decoder in decoders)
        {
            tokens = decoder.Apply(tokens);
        }

        return tokens;
    }
}
