namespace Streaming.Models.Operators.Anchors;

/// <summary>Where sentences stand in a text: up to an end mark that white space follows, a full-width end mark, or the end of a line.</summary>
internal static class SentenceRanges
{
    private const string EndMarks = ".!?…";
    private const string WideEndMarks = "。！？";
    private const string Closing = "\"'”’»)]）」』";

    /// <summary>The sentences, in their order, without white space around them.</summary>
    public static IEnumerable<Range> Of(string text)
    {
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!Ends(text, at))
            {
                continue;
            }

            var end = at + 1;
            while (end < text.Length && text[at] is not ('\n' or '\r') && Closing.Contains(text[end], StringComparison.Ordinal))
            {
                end++;
            }

            if (Trimmed(text, from, end) is { } sentence)
            {
                yield return sentence;
            }

            (from, at) = (end, end - 1);
        }

        if (Trimmed(text, from, text.Length) is { } last)
        {
            yield return last;
        }
    }

    private static bool Ends(string text, int at)
    {
        if (text[at] is '\n' or '\r' || WideEndMarks.Contains(text[at], StringComparison.Ordinal))
        {
            return true;
        }

        var next = at + 1;
        while (next < text.Length && Closing.Contains(text[next], StringComparison.Ordinal))
        {
            next++;
        }

        return EndMarks.Contains(text[at], StringComparison.Ordinal) && (next == text.Length || char.IsWhiteSpace(text[next]));
    }

    private static Range? Trimmed(string text, int from, int end)
    {
        while (from < end && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        while (end > from && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return from < end ? from..end : null;
    }
}
