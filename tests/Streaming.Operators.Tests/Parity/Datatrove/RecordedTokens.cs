using System.Collections.Concurrent;
using System.Text.Json;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>The words and sentences that a tokenizer gave for some texts: a splitter that knows these texts, and leaves others to our own.</summary>
internal sealed class RecordedTokens(TextSplitter otherwise) : TextSplitter
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, JsonElement>> Read = new();

    private readonly ConcurrentDictionary<string, (TextSpan[] Words, TextSpan[] Spans, TextSpan[] Sentences)> _known = new();

    /// <summary>The tokens of a tokenizer, by the text's id; nothing where they were not recorded.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(string folder, string tokenizer) => Read.GetOrAdd(
        Path.Combine(folder, "inputs", "tokens", tokenizer + ".jsonl"),
        path => File.Exists(path)
            ? File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("id").GetString()!)
            : new Dictionary<string, JsonElement>());

    /// <summary>How many sentences the next kept lines have: the words of lines were not recorded. Lines of which nothing is known are left to our own splitter.</summary>
    public Queue<int> SentencesOfLines { get; set; } = new();

    /// <summary>Takes the tokens of a text over.</summary>
    public void Add(string text, JsonElement recorded)
    {
        var spans = recorded.GetProperty("sentence_spans").EnumerateArray().Select(s => Place(text, s[0].GetInt32(), s[1].GetInt32())).ToArray();
        var sentences = recorded.TryGetProperty("sentences", out var given)
            ? Find(text, given)
            : [.. spans.Select(s => s.Strip(text)).Where(s => s.Length > 0)];
        _known[text] = (Find(text, recorded.GetProperty("words")), spans, sentences);
    }

    public override void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words)
    {
        if (_known.TryGetValue(text.ToString(), out var known))
        {
            AddTo(ref words, known.Words);
        }
        else
        {
            otherwise.AddWords(text, ref words);
        }
    }

    public override void AddSpans(ReadOnlySpan<char> text, ref RentedList<TextSpan> spans)
    {
        if (_known.TryGetValue(text.ToString(), out var known))
        {
            AddTo(ref spans, known.Spans);
        }
        else
        {
            otherwise.AddSpans(text, ref spans);
        }
    }

    public override void AddSentences(ReadOnlySpan<char> text, ref RentedList<TextSpan> sentences)
    {
        if (_known.TryGetValue(text.ToString(), out var known))
        {
            AddTo(ref sentences, known.Sentences);
        }
        else
        {
            otherwise.AddSentences(text, ref sentences);
        }
    }

    public override int CountSpans(ReadOnlySpan<char> text) => SentencesOfLines.TryDequeue(out var count) ? count : base.CountSpans(text);

    private static void AddTo(ref RentedList<TextSpan> list, TextSpan[] spans)
    {
        foreach (var span in spans)
        {
            list.Add(span);
        }
    }

    private static TextSpan[] Find(string text, JsonElement parts)
    {
        var from = 0;
        return [.. parts.EnumerateArray().Select(part =>
        {
            var at = text.IndexOf(part.GetString()!, from, StringComparison.Ordinal);
            from = at + part.GetString()!.Length;
            return new TextSpan(at, from);
        })];
    }

    // Recorded in code points.
    private static TextSpan Place(string text, int from, int to)
    {
        var (units, points, start) = (0, 0, 0);
        while (points < to)
        {
            start = points == from ? units : start;
            CodePoints.At(text, units, out var length);
            units += length;
            points++;
        }

        return new(from == to ? units : start, units);
    }
}
