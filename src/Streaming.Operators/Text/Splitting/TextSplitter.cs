namespace Streaming.Operators.Text.Splitting;

/// <summary>Splits texts into words and sentences. Has no state: several threads may use one at once.</summary>
internal abstract class TextSplitter
{
    /// <summary>Adds the words in order; none is blank.</summary>
    public abstract void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words);

    /// <summary>Adds the sentences as they lie in the text, with the white space that belongs to them; the last one may be blank.</summary>
    public abstract void AddSpans(ReadOnlySpan<char> text, ref RentedList<TextSpan> spans);

    /// <summary>Adds the sentences, stripped; none is blank.</summary>
    public virtual void AddSentences(ReadOnlySpan<char> text, ref RentedList<TextSpan> sentences)
    {
        var spans = Spans(text);
        foreach (var span in spans.Items)
        {
            if (span.Strip(text) is { Length: > 0 } sentence)
            {
                sentences.Add(sentence);
            }
        }

        spans.Dispose();
    }

    /// <summary>The words; the result is rented and must be returned by the caller.</summary>
    public RentedList<TextSpan> Words(ReadOnlySpan<char> text)
    {
        var words = new RentedList<TextSpan>(256);
        AddWords(text, ref words);
        return words;
    }

    /// <summary>The sentences; the result is rented and must be returned by the caller.</summary>
    public RentedList<TextSpan> Sentences(ReadOnlySpan<char> text)
    {
        var sentences = new RentedList<TextSpan>(32);
        AddSentences(text, ref sentences);
        return sentences;
    }

    /// <summary>The number of words.</summary>
    public int CountWords(ReadOnlySpan<char> text)
    {
        var words = Words(text);
        var count = words.Count;
        words.Dispose();
        return count;
    }

    /// <summary>The sentences with their white space; the result is rented and must be returned by the caller.</summary>
    public RentedList<TextSpan> Spans(ReadOnlySpan<char> text)
    {
        var spans = new RentedList<TextSpan>(32);
        AddSpans(text, ref spans);
        return spans;
    }

    /// <summary>The number of sentences, a blank one at the end included.</summary>
    public virtual int CountSpans(ReadOnlySpan<char> text)
    {
        var spans = Spans(text);
        var count = spans.Count;
        spans.Dispose();
        return count;
    }
}
