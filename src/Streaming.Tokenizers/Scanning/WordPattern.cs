using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary><c>\w+|[^\w\s]+</c> as Hugging Face's <c>Whitespace</c> means it.</summary>
internal sealed class WordPattern : SplitPattern
{
    public override void Find(ReadOnlySpan<char> text, List<PatternMatch> into)
    {
        var gap = 0;
        for (var index = 0; index < text.Length;)
        {
            var kind = KindAt(text, index, out var width);
            var end = index + width;
            while (kind != 0 && end < text.Length && KindAt(text, end, out width) == kind)
            {
                end += width;
            }

            gap = kind != 0 ? AddMatch(into, gap, index, end) : gap;
            index = end;
        }

        AddGap(into, gap, text.Length);
    }

    private static int KindAt(ReadOnlySpan<char> text, int index, out int width)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out width);
        return CharKinds.IsWhiteSpace(rune) ? 0 : CharKinds.IsWord(rune) ? 1 : 2;
    }
}
