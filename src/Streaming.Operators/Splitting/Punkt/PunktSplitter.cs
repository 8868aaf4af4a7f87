using System.Buffers;
using System.Text.RegularExpressions;
using Streaming.Operators.Text;

namespace Streaming.Operators.Splitting.Punkt;

/// <summary>Splits texts into sentences by the Punkt algorithm (Kiss and Strunk, Computational Linguistics 32, 2006), with NLTK's rules of what is looked at.</summary>
internal sealed partial class PunktSplitter(PunktParameters parameters)
{
    // What a sentence may still take in behind its end.
    private static readonly SearchValues<char> Closing = SearchValues.Create("\"')]}‘’“”«»");

    private static readonly SearchValues<char> AsciiWhiteSpace = SearchValues.Create(" \t\n\r\v\f");

    private readonly PunktJudge _judge = new(parameters);

    /// <summary>The sentences in order, as ranges of the text. White space between them belongs to none.</summary>
    public List<Range> Split(string text)
    {
        var raw = Cut(text);
        var sentences = new List<Range>();
        var taken = 0;
        for (var i = 0; i < raw.Count; i++)
        {
            var start = raw[i].Start + taken;
            taken = 0;
            var end = raw[i].End;
            if (i + 1 < raw.Count && ClosingPunctuation(text.AsSpan(raw[i + 1].Start, raw[i + 1].End - raw[i + 1].Start)) is var length and > 0)
            {
                taken = length;
                end = raw[i + 1].Start + PythonText.StripEnd(text.AsSpan(raw[i + 1].Start, length)).Length;
            }

            if (end > start)
            {
                sentences.Add(start..end);
            }
        }

        return sentences;
    }

    private List<(int Start, int End)> Cut(string text)
    {
        var slices = new List<(int, int)>();
        var start = 0;
        foreach (var (mark, from) in Marks(text))
        {
            // The word before the mark, the mark, and what follows it: a character of punctuation, or white space and a word.
            var after = mark.Groups["after"];
            if (_judge.EndsSentence(text[from..(after.Index + after.Length)]))
            {
                slices.Add((start, mark.Index + 1));
                start = mark.Groups["next"] is { Success: true } next ? next.Index : mark.Index + 1;
            }
        }

        var end = PythonText.StripEnd(text).Length;
        slices.Add((start, Math.Max(start, end)));
        return slices;
    }

    // Each mark at which a sentence may end, and where the word before it starts; of marks within one word the last alone.
    private static IEnumerable<(Match Mark, int From)> Marks(string text)
    {
        Match? last = null;
        var (from, to) = (0, 0);
        for (var mark = Mark().Match(text); mark.Success; mark = mark.NextMatch())
        {
            // White space at the very start of what lies between does not count: so it is in NLTK.
            var space = text.AsSpan(to, mark.Index - to).LastIndexOfAny(AsciiWhiteSpace);
            var start = space > 0 ? to + space + 1 : from;
            if (last is not null && to <= start)
            {
                yield return (last, from);
            }

            (last, from, to) = (mark, start, mark.Index);
        }

        if (last is not null)
        {
            yield return (last, from);
        }
    }

    // The length of closing quotes and brackets, and the white space behind them, with which the next slice starts; 0 where it starts with none, or with
    // some that a word follows.
    private static int ClosingPunctuation(ReadOnlySpan<char> next)
    {
        var length = next.IndexOfAnyExcept(Closing);
        length = length < 0 ? next.Length : length;
        if (length == 0)
        {
            return 0;
        }

        var rest = next[length..];
        var space = rest.Length - rest.TrimStart(PythonText.WhiteSpaceCharacters).Length;
        return rest.IsEmpty || space > 0 || rest.StartsWith("--") ? length + space : 0;
    }

    [GeneratedRegex(@"[.?!](?=(?<after>[?!)"";}\]*:@'({\[‘’“”«»]|[\s\x1C-\x1F]+(?<next>[^\s\x1C-\x1F]+)))", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
