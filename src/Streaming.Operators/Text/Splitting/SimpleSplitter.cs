using System.Buffers;

namespace Streaming.Operators.Text.Splitting;

/// <summary>Words are what stands between white space; a sentence ends at <c>. ! ?</c> before white space.</summary>
internal sealed class SimpleSplitter : TextSplitter
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?");

    private SimpleSplitter()
    {
    }

    public static SimpleSplitter Instance { get; } = new();

    public override void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words)
    {
        for (var at = Next(text, 0, isWord: true); at < text.Length; at = Next(text, at, isWord: true))
        {
            var end = Next(text, at, isWord: false);
            words.Add(new(at, end));
            at = end;
        }
    }

    public override void AddSpans(ReadOnlySpan<char> text, ref RentedList<TextSpan> spans)
    {
        var start = Next(text, 0, isWord: true);
        while (start < text.Length)
        {
            var end = EndOfSentence(text, start);
            spans.Add(new TextSpan(start, end).Strip(text));
            start = Next(text, end, isWord: true);
        }
    }

    private static int EndOfSentence(ReadOnlySpan<char> text, int start)
    {
        for (var at = start; text[at..].IndexOfAny(Ends) is var next and >= 0;)
        {
            at += next + 1;
            if (at < text.Length && PythonText.WhiteSpace.Contains(text[at]))
            {
                return at;
            }
        }

        return text.Length;
    }

    private static int Next(ReadOnlySpan<char> text, int from, bool isWord)
    {
        var next = isWord ? text[from..].IndexOfAnyExcept(PythonText.WhiteSpace) : text[from..].IndexOfAny(PythonText.WhiteSpace);
        return next < 0 ? text.Length : from + next;
    }
}
