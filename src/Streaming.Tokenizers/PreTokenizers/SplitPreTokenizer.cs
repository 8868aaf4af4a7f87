using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Splits at the matches of a pattern, or, inverted, at what lies between them.</summary>
internal sealed class SplitPreTokenizer(SplitPattern pattern, SplitBehavior behavior, bool invert = false) : PreTokenizer
{
    /// <summary>The scanner, where applying this one is the same as taking the scanner's words.</summary>
    public WordScanner? Words => pattern is ScannerPattern known && (behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && invert)) && !SplitsGaps(known)
        ? known.Scanner
        : null;

    public override void Apply(AlignedText text, PieceList pieces)
    {
        pieces.BeginEdit();
        foreach (var piece in pieces.Old)
        {
            if (piece.IsAdded)
            {
                pieces.Add(piece);
                continue;
            }

            var matches = pieces.Matches;
            matches.Clear();
            pattern.Find(text.Span.Slice(piece.Start, piece.Length), matches);
            Split(text, pieces, piece, matches);
        }
    }

    private void Split(AlignedText text, PieceList pieces, Piece piece, List<PatternMatch> matches)
    {
        for (var index = 0; index < matches.Count;)
        {
            var match = matches[index];
            var isDelimiter = match.IsMatch != invert;
            var count = behavior switch
            {
                SplitBehavior.Contiguous => RunLength(matches, index),
                SplitBehavior.MergedWithPrevious => !isDelimiter && IsDelimiter(matches, index + 1) ? 2 : 1,
                SplitBehavior.MergedWithNext => isDelimiter && index + 1 < matches.Count && !IsDelimiter(matches, index + 1) ? 2 : 1,
                _ => 1,
            };
            if (behavior != SplitBehavior.Removed || !isDelimiter)
            {
                pieces.Add(text, piece, piece.Start + match.Start, piece.Start + matches[index + count - 1].End);
            }

            index += count;
        }
    }

    private bool IsDelimiter(List<PatternMatch> matches, int index) => index < matches.Count && matches[index].IsMatch != invert;

    private static int RunLength(List<PatternMatch> matches, int index)
    {
        var end = index + 1;
        while (end < matches.Count && matches[end].IsMatch == matches[index].IsMatch)
        {
            end++;
        }

        return end - index;
    }

    // CLIP's words leave white space between them, which isolating would keep as pieces.
    private bool SplitsGaps(ScannerPattern known) => behavior == SplitBehavior.Isolated && known.Scanner is ClipScanner;
}
