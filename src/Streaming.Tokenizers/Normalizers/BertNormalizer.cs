using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>BERT's cleaning: control characters removed, white space made blanks, ideographs written apart, accents stripped, lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseChars, bool stripAccents, bool lowercase) : Normalizer
{
    private static readonly Rune Blank = new(' ');
    private readonly UnicodeNormalizer _decomposition = new(NormalizationForm.FormD);
    private readonly LowercaseNormalizer _lowercase = new();

    public override void Apply(AlignedText text)
    {
        if (cleanText)
        {
            Clean(text);
        }

        if (handleChineseChars && !Ascii.IsValid(text.Span))
        {
            SpaceIdeographs(text);
        }

        if (stripAccents && !Ascii.IsValid(text.Span))
        {
            _decomposition.Apply(text);
            KeepOnly(text, static rune => !CharKinds.IsNonSpacingMark(rune));
        }

        if (lowercase)
        {
            _lowercase.Apply(text);
        }
    }

    private static void Clean(AlignedText text)
    {
        KeepOnly(text, static rune => rune.Value is not (0 or 0xFFFD) && (rune.Value is >= ' ' and < 0x7F || !CharKinds.IsBertControl(rune)));
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            text.Put(CharKinds.IsWhiteSpace(rune) ? Blank : rune, 0);
        }

        text.EndEdit();
    }

    // The blank before takes the ideograph's place and the ideograph itself is new: so does the original, and the offsets show it.
    private static void SpaceIdeographs(AlignedText text)
    {
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            if (CharKinds.IsIdeograph(rune))
            {
                text.Put(Blank, 0);
                text.Put(rune, 1);
                text.Put(Blank, 1);
            }
            else
            {
                text.Put(rune, 0);
            }
        }

        text.EndEdit();
    }
}
