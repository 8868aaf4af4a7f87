using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Text.Splitting;

public class SplitterTests
{
    [Theory]
    [InlineData("He said: \"Don't!\"", "He|said|:|\"|Do|n't|!|\"")]
    [InlineData("(It's 8am, isn't it?)", "(|It|'s|8|am|,|is|n't|it|?|)")]
    [InlineData("A well-known 5km run... in the U.S.", "A|well|-|known|5|km|run|...|in|the|U.S.")]
    [InlineData("Mr. Lee's mail: ann@example.com, https://example.com/a?b=c.", "Mr.|Lee|'s|mail|:|ann@example.com|,|https://example.com/a?b=c|.")]
    [InlineData("smile :-) now;)", "smile|:-)|now|;)")]
    [InlineData("\u2003\n", "")]
    public void English_words(string text, string words) => Assert.Equal(words, Show(text, EnglishSplitter.Instance.Words(text)));

    [Theory]
    [InlineData("One. Two!? (Three.) four", "One.|Two!? (|Three.)|four")]
    [InlineData("St. Ives... is here.\n\nNext", "St. Ives... is here.|Next")]
    public void English_sentences(string text, string sentences) => Assert.Equal(sentences, Show(text, EnglishSplitter.Instance.Sentences(text)));

    [Theory]
    [InlineData("A. Smith left. He ran。no end", "A. Smith left.|He ran。")]
    [InlineData("line one\nline \"two.\" A.", "line one|line \"two.\"|A.")]
    [InlineData("no end", "")]
    public void Sentences_of_any_language(string text, string sentences) => Assert.Equal(sentences, Show(text, WhitespaceSplitter.Instance.Sentences(text)));

    [Fact]
    public void One_sentence_alone_spans_the_whole_text()
    {
        Assert.Equal(" One. two", Show(" One. two", WhitespaceSplitter.Instance.Spans(" One. two")));
    }

    [Theory]
    [InlineData(" One.Two. \u001CThree! ", "One.Two.|Three!")]
    [InlineData("... ?! x", "...|?!|x")]
    public void Simple_sentences(string text, string sentences) => Assert.Equal(sentences, Show(text, SimpleSplitter.Instance.Sentences(text)));

    private static string Show(string text, RentedList<TextSpan> spans)
    {
        var parts = new List<string>();
        foreach (var span in spans.Items)
        {
            parts.Add(span.Of(text).ToString());
        }

        spans.Dispose();
        return string.Join('|', parts);
    }
}
