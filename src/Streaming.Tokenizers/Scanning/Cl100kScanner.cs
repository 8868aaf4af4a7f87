using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>
/// The pattern of cl100k_base, Llama 3 and Qwen 2:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="maxDigits">How many digits a number has at most (Qwen: 1).</param>
internal sealed class Cl100kScanner(int maxDigits) : WordScanner
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
        if ((found & CharClass.Letter) != 0)
        {
            return CharClasses.RunEnd(text, start + width, CharClass.Letter);
        }

        if ((found & CharClass.Number) != 0)
        {
            return NumberEnd(text, start, maxDigits);
        }

        var contraction = ContractionEnd(text, start, ignoreCase: true);
        if (contraction > 0)
        {
            return contraction;
        }

        var behind = start + width;
        var next = behind < text.Length ? CharClasses.At(text, behind, out _) : CharClass.Space;
        if ((found & CharClass.NewLine) == 0 && (next & CharClass.Letter) != 0)
        {
            return CharClasses.RunEnd(text, behind, CharClass.Letter);
        }

        var isSymbol = (found & CharClass.Space) == 0;
        return isSymbol || (text[start] == ' ' && (next & (CharClass.Space | CharClass.Number)) == 0)
            ? SymbolsEnd(text, isSymbol ? start : behind, withSlash: false)
            : LineEndOrWhiteSpaceEnd(text, start);
    }

    /// <summary><c>\p{N}{1,n}</c></summary>
    internal static int NumberEnd(ReadOnlySpan<char> text, int start, int maxDigits)
    {
        var index = start;
        for (var digits = 0; digits < maxDigits && index < text.Length && (CharClasses.At(text, index, out var width) & CharClass.Number) != 0; digits++)
        {
            index += width;
        }

        return index;
    }

    /// <summary><c>[^\s\p{L}\p{N}]+[\r\n]*</c>, or with the slash among the line ends.</summary>
    internal static int SymbolsEnd(ReadOnlySpan<char> text, int start, bool withSlash)
    {
        var index = CharClasses.RunEndWithout(text, start, CharClass.Space | CharClass.Letter | CharClass.Number);
        while (index < text.Length && (text[index] is '\r' or '\n' || (withSlash && text[index] == '/')))
        {
            index++;
        }

        return index;
    }
}
