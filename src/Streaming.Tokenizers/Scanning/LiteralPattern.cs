using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>A string to split at. An empty one matches nowhere.</summary>
internal sealed class LiteralPattern(string literal) : SplitPattern
{
    public override void Find(ReadOnlySpan<char> text, List<PatternMatch> into)
    {
        var gap = 0;
        while (literal.Length > 0)
        {
            var found = text[gap..].IndexOf(literal, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            gap = AddMatch(into, gap, gap + found, gap + found + literal.Length);
        }

        AddGap(into, gap, text.Length);
    }
}
