using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>
/// The pattern of o200k_base and, without contractions and with single digits, of Mistral's Tekken: words split where lower case is followed by upper case,
/// <c>[^\r\n\p{L}\p{N}]?U*L+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?U+L*(?i:…)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
/// where U is <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c> and L <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c>.
/// </summary>
internal sealed class O200kScanner(int maxDigits, bool withContractions) : WordScanner
{
    public override bool Next(ReadOnlySpan<char> text, ref int position, out int start)
    {
        start = position;
        if (start >= text.Length)
        {
            return false;
        }

        position = End(text, start);
        return true;
    }

    private int End(ReadOnlySpan<char> text, int start)
    {
        var found = CharClasses.At(text, start, out var width);
        var takesPrefix = (found & (CharClass.Letter | CharClass.Number | CharClass.NewLine)) == 0;

        // The order of the alternatives: a word that ends in lower case, with a prefix, then without; then one of upper case alone.
        var word = takesPrefix ? MixedWordEnd(text, start + width) : -1;
        word = word < 0 ? MixedWordEnd(text, start) : word;
        word = word < 0 && takesPrefix ? UpperWordEnd(text, start + width) : word;
        word = word < 0 ? UpperWordEnd(text, start) : word;
        if (word >= 0)
        {
            var contraction = withContractions ? ContractionEnd(text, word, ignoreCase: true) : -1;
            return contraction > 0 ? contraction : word;
        }

        if ((found & CharClass.Number) != 0)
        {
            return Cl100kScanner.NumberEnd(text, start, maxDigits);
        }

        var body = text[start] == ' ' && start + 1 < text.Length ? start + 1 : start;
        return (CharClasses.At(text, body, out _) & (CharClass.Space | CharClass.Letter | CharClass.Number)) == 0
            ? Cl100kScanner.SymbolsEnd(text, body, withSlash: true)
            : LineEndOrWhiteSpaceEnd(text, start);
    }

    /// <summary><c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+</c>, or -1.</summary>
    private static int MixedWordEnd(ReadOnlySpan<char> text, int start)
    {
        var upperEnd = CharClasses.RunEnd(text, start, CharClass.Upper);
        var lowerEnd = CharClasses.RunEnd(text, upperEnd, CharClass.Lower);
        if (lowerEnd > upperEnd)
        {
            return lowerEnd;
        }

        // The first class gives back its last code point that is in the second class too (letters without case, marks).
        for (var index = upperEnd; index > start;)
        {
            var width = char.IsLowSurrogate(text[index - 1]) && index - 2 >= start ? 2 : 1;
            if ((CharClasses.At(text, index - width, out _) & CharClass.Lower) != 0)
            {
                return index;
            }

            index -= width;
        }

        return -1;
    }

    private static int UpperWordEnd(ReadOnlySpan<char> text, int start)
    {
        var upperEnd = CharClasses.RunEnd(text, start, CharClass.Upper);
        return upperEnd > start ? CharClasses.RunEnd(text, upperEnd, CharClass.Lower) : -1;
    }
}
