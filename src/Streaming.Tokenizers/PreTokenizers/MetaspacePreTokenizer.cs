using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Writes blanks as a mark (U+2581), puts one at the beginning, and may split before each.</summary>
internal sealed class MetaspacePreTokenizer(char replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    private readonly string _mark = replacement.ToString();
    private readonly SplitPreTokenizer _split = new(new LiteralPattern(replacement.ToString()), SplitBehavior.MergedWithNext);

    /// <summary>Whether the result hangs on where a piece comes from.</summary>
    public bool AsksForOrigin => scheme == PrependScheme.First;

    public override void Apply(AlignedText text, PieceList pieces)
    {
        ReplaceBlanks(text, pieces);
        if (scheme != PrependScheme.Never)
        {
            PrefixSpacePreTokenizer.Prefix(text, pieces, _mark, (span, piece) => span[0] != replacement && (scheme == PrependScheme.Always || piece.AtStart));
        }

        if (split)
        {
            _split.Apply(text, pieces);
        }
    }

    private void ReplaceBlanks(AlignedText text, PieceList pieces)
    {
        foreach (var piece in pieces.Items)
        {
            if (!piece.IsAdded)
            {
                text.ReplaceAll(' ', replacement, piece.Start, piece.Length);
            }
        }
    }
}
