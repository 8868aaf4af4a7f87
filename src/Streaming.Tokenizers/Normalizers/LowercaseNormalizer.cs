using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Lower case, code point by code point, independent of culture and context (no final sigma).</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    private static readonly Rune SmallI = new('i');
    private static readonly Rune DotAbove = new('\u0307');

    public override void Apply(AlignedText text)
    {
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            // The only code point whose lower case is two, and one that .NET's invariant culture leaves alone.
            if (rune.Value == 0x130)
            {
                text.Put(SmallI, 0);
                text.Put(DotAbove, 1);
            }
            else
            {
                text.Put(Rune.ToLowerInvariant(rune), 0);
            }
        }

        text.EndEdit();
    }
}
