namespace Streaming.Models.Operators.Synthesis.Captions;

/// <summary>Texts whose images are captioned: marks stay where they are, each with its caption behind it. Chunks without images keep their words.</summary>
internal static class CaptionedText
{
    /// <param name="text">The text with its marks.</param>
    /// <param name="captions">A caption for each mark, in order.</param>
    public static string Of(string text, IReadOnlyList<string> captions)
    {
        var chunks = text.Split(SpecialTokens.EndOfChunk);
        var next = 0;
        for (var i = 0; i < chunks.Length; i++)
        {
            var marks = SpecialTokens.CountImages(chunks[i]);
            if (marks > 0)
            {
                chunks[i] = string.Join(' ', captions.Skip(next).Take(marks).Select(caption => $"{SpecialTokens.Image} {caption}"));
                next += marks;
            }
        }

        return string.Join(SpecialTokens.EndOfChunk, chunks);
    }
}
