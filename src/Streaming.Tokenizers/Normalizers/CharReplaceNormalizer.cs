using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Replaces one character by one: Llama 2's blank by U+2581.</summary>
internal sealed class CharReplaceNormalizer(char character, char content) : Normalizer
{
    public override void Apply(AlignedText text) => text.ReplaceAll(character, content);
}
