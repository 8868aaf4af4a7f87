using System.Text;

namespace Streaming.Models.Operators.Synthesis.Captions;

/// <summary>Texts whose images are captioned: marks stay where they are, each with its caption behind it. Chunks without images keep their words.</summary>
internal static class CaptionedText
{
    /// <param name="text">The text with its marks.</param>
    /// <param name="captions">A caption for each mark, in order.</param>
    public static string Of(string text, IReadOnlyList<string> captions)
    {
        var next = 0;
        return string.Join(SpecialTokens.EndOfChunk, text.Split(SpecialTokens.EndOfChunk).Select(chunk =>
        {
            var marks = SpecialTokens.CountImages(chunk);
            return marks == 0 ? chunk : Captioned(captions.Skip((next += marks) - marks).Take(marks));
        }));
    }

    private static string Captioned(IEnumerable<string> captions)
    {
        var text = new StringBuilder();
        foreach (var caption in captions)
        {
            text.Append(text.Length > 0 ? " " : "").Append(SpecialTokens.Image).Append(' ').Append(caption);
        }

        return text.ToString();
    }
}
