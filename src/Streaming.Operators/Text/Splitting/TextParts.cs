using System.Text;

namespace Streaming.Operators.Text.Splitting;

/// <summary>What a text is judged by.</summary>
internal enum TextPart
{
    /// <summary>The text as a whole.</summary>
    Document,

    /// <summary>Its lines; blank ones stay with the line before them.</summary>
    Paragraph,

    /// <summary>Its sentences.</summary>
    Sentence,
}

/// <summary>Cuts texts into parts that make up the whole again, as datatrove's <c>split_into_parts</c>.</summary>
internal static class TextParts
{
    /// <summary>The parts. Paragraphs end in <c>\n</c> whatever ended them, and lose a line end at the very end of the text; white space between sentences goes to the later one.</summary>
    public static IReadOnlyList<string> Of(string text, TextPart part, TextSplitter splitter) => part switch
    {
        TextPart.Paragraph => Paragraphs(text),
        TextPart.Sentence => Sentences(text, splitter),
        _ => [text],
    };

    private static List<string> Paragraphs(string text)
    {
        var (parts, next) = (new List<string>(), new StringBuilder());
        var isFirst = true;
        foreach (var line in new PythonLines(text))
        {
            if (!isFirst)
            {
                next.Append('\n');
            }

            isFirst = false;
            if (next.Length > 0 && !PythonText.Strip(line).IsEmpty)
            {
                parts.Add(next.ToString());
                next.Clear();
            }

            next.Append(line);
        }

        if (next.Length > 0)
        {
            parts.Add(next.ToString());
        }

        return parts;
    }

    private static List<string> Sentences(string text, TextSplitter splitter)
    {
        var sentences = splitter.Sentences(text);
        var parts = new List<string>(Math.Max(1, sentences.Count));
        var start = 0;
        for (var i = 0; i < sentences.Count - 1; i++)
        {
            parts.Add(text[start..sentences.Items[i].End]);
            start = sentences.Items[i].End;
        }

        sentences.Dispose();
        parts.Add(text[start..]);
        return parts;
    }
}
