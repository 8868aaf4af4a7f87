using System.Text;

namespace Streaming.Models.Operators.Anchors;

/// <summary>A chunk of a text.</summary>
/// <param name="Original">As it came.</param>
/// <param name="Text">Without the marks of pictures.</param>
/// <param name="Sentences">Its sentences, where it has pictures.</param>
/// <param name="Pictures">How many it has.</param>
internal sealed record AnchoredChunk(string Original, string Text, Range[] Sentences, int Pictures)
{
    /// <summary>The text with a mark at each anchor.</summary>
    public string Place(ReadOnlySpan<int> anchors, bool after)
    {
        var placed = new StringBuilder();
        var from = 0;
        foreach (var anchor in anchors)
        {
            var sentence = Sentences[anchor];
            var to = (after ? sentence.End : sentence.Start).Value;
            placed.Append(Text, from, to - from);
            placed.Append(after ? $" {SpecialTokens.Image}" : $"{SpecialTokens.Image} ");
            from = to;
        }

        return placed.Append(Text, from, Text.Length - from).ToString();
    }
}
