using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>Code points of one kind to split at, each a match of its own.</summary>
internal sealed class RunePattern(Func<Rune, bool> isMatch) : SplitPattern
{
    public override void Find(ReadOnlySpan<char> text, List<PatternMatch> into)
    {
        var gap = 0;
        for (var index = 0; index < text.Length;)
        {
            Rune.DecodeFromUtf16(text[index..], out var rune, out var width);
            if (isMatch(rune))
            {
                gap = AddMatch(into, gap, index, index + width);
            }

            index += width;
        }

        AddGap(into, gap, text.Length);
    }
}
