using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Replaces each match of a pattern.</summary>
internal sealed class ReplaceNormalizer(SplitPattern pattern, string content) : Normalizer
{
    public override void Apply(AlignedText text)
    {
        var matches = new List<PatternMatch>();
        pattern.Find(text.Span, matches);
        if (!matches.Exists(match => match.IsMatch))
        {
            return;
        }

        text.BeginEdit();
        foreach (var match in matches)
        {
            if (match.IsMatch)
            {
                text.DropUnits(match.End - match.Start);
                text.Insert(content);
            }
            else
            {
                text.Keep(match.End - match.Start);
            }
        }

        text.EndEdit();
    }
}
