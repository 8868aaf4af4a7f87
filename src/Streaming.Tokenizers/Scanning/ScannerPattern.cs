using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Scanning;

/// <summary>A known pattern as something to split at.</summary>
internal sealed class ScannerPattern(WordScanner scanner) : SplitPattern
{
    public WordScanner Scanner => scanner;

    public override void Find(ReadOnlySpan<char> text, List<PatternMatch> into)
    {
        var position = 0;
        var gap = 0;
        while (scanner.Next(text, ref position, out var start))
        {
            gap = AddMatch(into, gap, start, position);
        }

        AddGap(into, gap, text.Length);
    }
}
