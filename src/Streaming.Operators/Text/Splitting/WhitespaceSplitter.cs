namespace Streaming.Operators.Text.Splitting;

/// <summary>
/// datatrove's fallback. A sentence is the shortest run of characters up to a run of sentence ends or a line feed, and one closing quotation mark; an initial
/// with its full stop does not end it, unless nothing else does. What comes after the last end is lost; one sentence alone spans the whole text.
/// </summary>
internal sealed class WhitespaceSplitter : TextSplitter
{
    private static readonly TokenRules Rules = new(SpecialWords.AnyLanguage);

    private WhitespaceSplitter()
    {
    }

    public static WhitespaceSplitter Instance { get; } = new();

    public override void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words) => Rules.AddWords(text, ref words);

    public override void AddSpans(ReadOnlySpan<char> text, ref RentedList<TextSpan> spans)
    {
        var sentences = Sentences(text);
        if (sentences.Count == 1)
        {
            spans.Add(new(0, text.Length));
        }
        else
        {
            foreach (var sentence in sentences.Items)
            {
                spans.Add(sentence);
            }
        }

        sentences.Dispose();
    }

    public override void AddSentences(ReadOnlySpan<char> text, ref RentedList<TextSpan> sentences)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\n')
            {
                at++;
                continue;
            }

            var end = EndOfSentence(text, at);
            if (end < 0)
            {
                return;
            }

            if (new TextSpan(at, end).Strip(text) is { Length: > 0 } sentence)
            {
                sentences.Add(sentence);
            }

            at = end;
        }
    }

    // Behind the sentence that starts there; -1 where none does.
    private static int EndOfSentence(ReadOnlySpan<char> text, int start)
    {
        var lastInitial = -1;
        for (var at = start; at < text.Length;)
        {
            if (at > start && EndsAt(text, at, out var end))
            {
                return end;
            }

            if (char.IsAsciiLetterUpper(text[at]) && at + 1 < text.Length && text[at + 1] == '.')
            {
                lastInitial = at;
                at += 2;
                continue;
            }

            CodePoints.At(text, at, out var units);
            at += units;
        }

        return lastInitial >= 0 && EndsAt(text, lastInitial + 1, out var afterInitial) ? afterInitial : -1;
    }

    private static bool EndsAt(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        if (text[at] == '\n')
        {
            end++;
        }
        else
        {
            while (end < text.Length && Punctuation.Terminal.Contains(CodePoints.At(text, end, out var units)))
            {
                end += units;
            }
        }

        if (end == at)
        {
            return false;
        }

        end += end < text.Length && text[end] is '"' or '\'' or '\u201D' ? 1 : 0;
        return true;
    }
}
