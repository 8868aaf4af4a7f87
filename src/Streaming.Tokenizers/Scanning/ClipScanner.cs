using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary><c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>; white space is no part of any word.</summary>
internal sealed class ClipScanner : WordScanner
{
    public override bool Next(ReadOnlySpan<char> text, ref int position, out int start)
    {
        start = CharClasses.RunEnd(text, position, CharClass.Space);
        position = start;
        if (start >= text.Length)
        {
            return false;
        }

        var contraction = ContractionEnd(text, start, ignoreCase: false);
        var found = CharClasses.At(text, start, out var width);
        position = contraction > 0 ? contraction
            : (found & CharClass.Letter) != 0 ? CharClasses.RunEnd(text, start, CharClass.Letter)
            : (found & CharClass.Number) != 0 ? start + width
            : CharClasses.RunEndWithout(text, start, CharClass.Space | CharClass.Letter | CharClass.Number);
        return true;
    }
}
