using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Normalizers one after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<Normalizer> normalizers) : Normalizer
{
    public override void Apply(AlignedText text)
    {
        foreach (var normalizer in normalizers)
        {
            normalizer.Apply(text);
        }
    }
}
