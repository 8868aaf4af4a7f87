using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Removes white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    public override void Apply(AlignedText text)
    {
        // All white space lies below U+FFFF, so units are code points here.
        var leading = left ? text.Length - text.Span.TrimStart().Length : 0;
        var kept = right ? text.Span[leading..].TrimEnd().Length : text.Length - leading;
        if (kept < text.Length)
        {
            text.BeginEdit();
            text.DropUnits(leading);
            text.Keep(kept);
            text.EndEdit();
        }
    }
}
