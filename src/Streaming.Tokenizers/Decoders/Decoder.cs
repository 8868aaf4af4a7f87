namespace Streaming.Tokenizers.Decoders;

/// <summary>Turns token strings into the strings whose concatenation is the text.</summary>
internal abstract class Decoder
{
    public abstract List<string> Apply(List<string> tokens);
}
