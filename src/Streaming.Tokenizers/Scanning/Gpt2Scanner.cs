using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary><c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c></summary>
internal sealed class Gpt2Scanner : WordScanner
{
    public override bool Next(ReadOnlySpan<char> text, ref int position, out int start)
    {
        start = position;
        if (start >= text.Length)
        {
            return false;
        }

        var contraction = ContractionEnd(text, start, ignoreCase: false);
        if (contraction > 0)
        {
            position = contraction;
            return true;
        }

        var body = text[start] == ' ' && start + 1 < text.Length ? start + 1 : start;
        var found = CharClasses.At(text, body, out _);
        position = (found & CharClass.Letter) != 0 ? CharClasses.RunEnd(text, body, CharClass.Letter)
            : (found & CharClass.Number) != 0 ? CharClasses.RunEnd(text, body, CharClass.Number)
            : (found & CharClass.Space) == 0 ? CharClasses.RunEndWithout(text, body, CharClass.Space | CharClass.Letter | CharClass.Number)
            : WhiteSpaceEnd(text, start);
        return true;
    }
}
