using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>Something that a text is split at: finds its matches and what lies between them, so that both together cover the text.</summary>
internal abstract class SplitPattern
{
    /// <summary>Gathers matches and gaps in order.</summary>
    public abstract void Find(ReadOnlySpan<char> text, List<PatternMatch> into);

    /// <summary>Adds a match and the gap before it; returns where the next gap begins.</summary>
    protected static int AddMatch(List<PatternMatch> into, int gapStart, int start, int end)
    {
        if (gapStart < start)
        {
            into.Add(new PatternMatch(gapStart, start, false));
        }

        into.Add(new PatternMatch(start, end, true));
        return end;
    }

    protected static void AddGap(List<PatternMatch> into, int start, int end)
    {
        if (start < end)
        {
            into.Add(new PatternMatch(start, end, false));
        }
    }
}
