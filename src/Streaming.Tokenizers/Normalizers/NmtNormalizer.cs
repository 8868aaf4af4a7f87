using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>SentencePiece's <c>nmt</c> rules: control characters vanish, what separates words becomes a blank.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    private static readonly Rune Blank = new(' ');

    public override void Apply(AlignedText text)
    {
        KeepOnly(text, static rune => rune.Value is not ((>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F));
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            text.Put(IsSeparator(rune.Value) ? Blank : rune, 0);
        }

        text.EndEdit();
    }

    private static bool IsSeparator(int value) =>
        value is 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD;
}
