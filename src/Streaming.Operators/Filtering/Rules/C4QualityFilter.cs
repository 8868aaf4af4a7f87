using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Takes lines out of texts by the rules of C4 (arXiv 1910.10683), and keeps those with enough sentences left: lines must end in a full stop, have some words, and speak
/// neither of scripts nor of policies; <c>lorem ipsum</c> or a curly bracket in a line drops the whole text. As datatrove: its order of rules, its reasons.
/// </summary>
/// <remarks>
/// A kept text becomes its kept lines joined by <c>\n</c>. Words of a line are counted before its citations are taken out, and it is not stripped again: <c>text. [7]</c>
/// then ends in a blank and is dropped for its end, as in datatrove. How many lines each rule dropped is kept in the stats as <c>c4_line_…</c>; -1 switches a bound off.
/// </remarks>
[Operator("c4_quality_filter", Example = "{ min_num_sentences: 5, min_words_per_line: 3 }")]
internal sealed class C4QualityFilter(C4QualityFilterOptions options) : SplittingFilter(options.Splitter)
{
    private const int Off = -1;

    private static readonly SearchValues<string> Policies = SearchValues.Create(
        ["terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"], StringComparison.Ordinal);

    private static readonly string[] Counters = ["total", "kept", .. Enum.GetNames<LineFate>()[1..^2].Select(name => "filter_" + SnakeCaseOf(name))];

    public override RowSchema Describe(RowSchema input) => Counters.Aggregate(input, (schema, name) => schema.WithStat("c4_line_" + name, ColumnType.Int64));

    protected override Rejection? Judge(Sample sample)
    {
        Span<long> counters = stackalloc long[Counters.Length];
        counters.Clear();
        var kept = new StringBuilder(sample.Text.Length);
        var why = options.SplitParagraph ? TakeLines(sample.Text, kept, counters) : TakeSentences(sample.Text, kept, counters);
        for (var i = 0; i < Counters.Length; i++)
        {
            sample.Stats["c4_line_" + Counters[i]] = counters[i];
        }

        if (why is null)
        {
            var text = PythonText.Strip(kept.ToString());
            sample.Text = text.SequenceEqual(sample.Text) ? sample.Text : text.ToString();
        }

        return why;
    }

    private Rejection? TakeLines(ReadOnlySpan<char> text, StringBuilder kept, Span<long> counters)
    {
        var sentences = 0;
        foreach (var line in new PythonLines(text))
        {
            if (Take(line, '\n', kept, counters, ref sentences) is { } why)
            {
                return why;
            }
        }

        return TooFew(sentences);
    }

    private Rejection? TakeSentences(ReadOnlySpan<char> text, StringBuilder kept, Span<long> counters)
    {
        var sentences = 0;
        var spans = Splitter.Spans(text);
        Rejection? why = spans.Count == 0 ? Take(text, ' ', kept, counters, ref sentences) : null;
        for (var i = 0; i < spans.Count && why is null; i++)
        {
            why = Take(spans.Items[i].Of(text), ' ', kept, counters, ref sentences);
        }

        spans.Dispose();
        return why ?? TooFew(sentences);
    }

    private Rejection? TooFew(int sentences) =>
        sentences < options.MinNumSentences ? new("too_few_sentences", sentences, $"≥ {options.MinNumSentences}") : null;

    private Rejection? Take(ReadOnlySpan<char> raw, char separator, StringBuilder kept, Span<long> counters, ref int sentences)
    {
        var line = PythonText.Strip(raw);
        var words = CountWords(line, out var longest);
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(1, line.Length));
        counters[0]++;
        try
        {
            line = options.RemoveCitations ? Citations.Remove(line, rented) : line;
            var fate = FateOf(line, words, longest);
            switch (fate)
            {
                case LineFate.LoremIpsum: return new("lorem_ipsum");
                case LineFate.CurlyBracket: return new("curly_bracket");
                case LineFate.Kept: break;
                default: counters[1 + (int)fate]++; return null;
            }

            counters[1]++;
            sentences += options.MinNumSentences == Off ? 0 : options.SplitParagraph ? Math.Max(1, Splitter.CountSpans(line)) : 1;
            (counters[1] > 1 ? kept.Append(separator) : kept).Append(line);
            return null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private LineFate FateOf(ReadOnlySpan<char> line, int words, int longest)
    {
        if (options.MaxWordLength != Off && longest > options.MaxWordLength)
        {
            return LineFate.TooLongWord;
        }

        if (options.FilterNoTerminalPunct && !(line.Length > 0 && line[^1] is '.' or '?' or '!' or '"' or '\'' && !line.EndsWith("...")))
        {
            return LineFate.NoTerminalPunc;
        }

        return words < options.MinWordsPerLine ? LineFate.TooFewWords : FateByPhrase(line);
    }

    private LineFate FateByPhrase(ReadOnlySpan<char> line)
    {
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(1, PythonCase.MaxLength(line.Length)));
        ReadOnlySpan<char> lower = rented.AsSpan(0, PythonCase.Lower(line, rented));
        var fate = options.FilterLoremIpsum && lower.IndexOf("lorem ipsum", StringComparison.Ordinal) >= 0 ? LineFate.LoremIpsum
            : options.FilterJavascript && lower.IndexOf("javascript", StringComparison.Ordinal) >= 0 ? LineFate.Javascript
            : options.FilterCurlyBracket && line.Contains('{') ? LineFate.CurlyBracket
            : options.FilterPolicy && lower.ContainsAny(Policies) ? LineFate.Policy
            : LineFate.Kept;
        ArrayPool<char>.Shared.Return(rented);
        return fate;
    }

    // Parts between white space, and the code points of the longest.
    private static int CountWords(ReadOnlySpan<char> line, out int longest)
    {
        var words = SimpleSplitter.Instance.Words(line);
        longest = 0;
        foreach (var word in words.Items)
        {
            longest = word.Length > longest ? Math.Max(longest, CodePoints.Count(word.Of(line))) : longest;
        }

        var count = words.Count;
        words.Dispose();
        return count;
    }

    private static string SnakeCaseOf(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    // Kept first; then those that are counted, named as datatrove does.
    private enum LineFate
    {
        Kept,
        TooLongWord,
        NoTerminalPunc,
        TooFewWords,
        Javascript,
        Policy,
        LoremIpsum,
        CurlyBracket,
    }
}

/// <summary>Options of <c>c4_quality_filter</c>.</summary>
internal sealed record C4QualityFilterOptions
{
    /// <summary>Works on lines; otherwise on sentences, which are joined by a blank and count as one each.</summary>
    public bool SplitParagraph { get; init; } = true;

    /// <summary>Takes <c>[1]</c>, <c>[]</c>, <c>[edit]</c> and <c>[citation needed]</c> out of lines.</summary>
    public bool RemoveCitations { get; init; } = true;

    /// <summary>Drops lines that do not end in one of <c>. ? ! " '</c>, or end in <c>...</c>.</summary>
    public bool FilterNoTerminalPunct { get; init; } = true;

    /// <summary>The fewest sentences in the kept lines; -1: any, not counted.</summary>
    [Range(-1, int.MaxValue)]
    public int MinNumSentences { get; init; } = 5;

    /// <summary>The fewest words in a line; -1: any.</summary>
    [Range(-1, int.MaxValue)]
    public int MinWordsPerLine { get; init; } = 3;

    /// <summary>The longest word of a line, in characters; -1: any.</summary>
    [Range(-1, int.MaxValue)]
    public int MaxWordLength { get; init; } = 1000;

    /// <summary>Rejects texts with <c>lorem ipsum</c> in a line that got so far.</summary>
    public bool FilterLoremIpsum { get; init; } = true;

    /// <summary>Drops lines with <c>javascript</c>.</summary>
    public bool FilterJavascript { get; init; } = true;

    /// <summary>Rejects texts with <c>{</c> in a line that got so far.</summary>
    public bool FilterCurlyBracket { get; init; } = true;

    /// <summary>Drops lines that speak of terms of use, privacy or cookies.</summary>
    public bool FilterPolicy { get; init; } = true;

    /// <summary>How texts are split into sentences.</summary>
    public Splitter Splitter { get; init; }
}
