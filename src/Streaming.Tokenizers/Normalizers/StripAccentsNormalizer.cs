using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Removes combining marks (text should be decomposed before).</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    public override void Apply(AlignedText text)
    {
        if (!Ascii.IsValid(text.Span))
        {
            KeepOnly(text, static rune => !CharKinds.IsMark(rune));
        }
    }
}
