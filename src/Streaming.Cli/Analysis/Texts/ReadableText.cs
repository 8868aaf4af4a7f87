using Streaming.Samples;

namespace Streaming.Cli.Analysis.Texts;

/// <summary>The words of a sample: its text, or what is said in its turns.</summary>
internal static class ReadableText
{
    public static string Of(Sample sample) =>
        sample.Text.Length > 0 || sample.Messages.Count == 0 ? sample.Text : string.Join("\n", sample.Messages.Select(m => m.Content));

    /// <summary>What was asked for: the first turn of the user, else the text.</summary>
    public static string Instruction(Sample sample) => sample.Messages.FirstOrDefault(m => m.Role is "user" or "human")?.Content ?? sample.Text;

    /// <summary>The first UTF-16 units of a text, without half a character at the end.</summary>
    public static string Head(string text, int units) =>
        text.Length <= units ? text : text[..(char.IsHighSurrogate(text[units - 1]) ? units - 1 : units)];

    /// <summary>The same on one line, with a mark where something was left out.</summary>
    public static string Excerpt(string text, int units)
    {
        var head = Head(text, units);
        return head.ReplaceLineEndings(" ") + (head.Length < text.Length ? "…" : "");
    }
}
