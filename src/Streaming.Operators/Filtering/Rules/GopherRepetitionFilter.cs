using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Keeps texts that do not repeat themselves, by the rules of Gopher (arXiv 2112.11446): shares of repeated paragraphs, lines and runs of words. As datatrove:
/// its order of rules, its reasons.
/// </summary>
/// <remarks>
/// A bound of 0 or null switches a rule of lines and paragraphs off; in the lists of n-grams 0 is a bound. Characters are counted against the whole text. The
/// most frequent n-gram counts even if it occurs once, so a short text can fail, and the value can pass 1. Figures are kept in the stats as <c>gopher_…</c>.
/// </remarks>
[Operator("gopher_repetition_filter", Example = "{ dup_line_frac: 0.3, top_n_grams: [[2, 0.2], [3, 0.18]] }")]
internal sealed class GopherRepetitionFilter(GopherRepetitionFilterOptions options) : FigureFilter(options.Splitter, [.. KeysOf(options)])
{
    private const int FirstGram = 5;

    private static readonly string[] LineKeys = ["dup_para_frac", "dup_para_char_frac", "dup_line_frac", "dup_line_char_frac"];

    protected override void Measure(string text, Span<double> figures)
    {
        var words = Splitter.Words(text);
        var points = CodePoints.Count(text);
        figures[0] = words.Count;
        var (paragraphs, repeated, repeatedPoints) = Repeats(PythonText.Strip(text), minBreaks: 2);
        (figures[1], figures[2]) = (Share(repeated, paragraphs), Share(repeatedPoints, points));
        (var lines, repeated, repeatedPoints) = Repeats(text, minBreaks: 1);
        (figures[3], figures[4]) = (Share(repeated, lines), Share(repeatedPoints, points));
        MeasureGrams(text, words.Items, points, figures[FirstGram..]);
        words.Dispose();
    }

    protected override Rejection? Judge(Sample sample, ReadOnlySpan<double> figures)
    {
        if (sample.Text.Length == 0)
        {
            return new("empty");
        }

        var why = AboveIfOn(figures[1], options.DupParaFrac, LineKeys[0])
            ?? AboveIfOn(figures[2], options.DupParaCharFrac, LineKeys[1])
            ?? AboveIfOn(figures[3], options.DupLineFrac, LineKeys[2])
            ?? AboveIfOn(figures[4], options.DupLineCharFrac, LineKeys[3]);
        var at = FirstGram;
        foreach (var bound in options.TopNGrams)
        {
            why ??= Above(figures[at++], bound[1], TopKey(bound[0]));
        }

        foreach (var bound in options.DupNGrams)
        {
            why ??= Above(figures[at++], bound[1], RepeatedKey(bound[0]));
        }

        return why;
    }

    private void MeasureGrams(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> words, int points, Span<double> figures)
    {
        var at = 0;
        using (var joined = new JoinedWords(text, words, withBlanks: true))
        {
            foreach (var bound in options.TopNGrams)
            {
                figures[at++] = joined.Count < bound[0] ? double.NaN : Share(LengthOfMostFrequent(joined, (int)bound[0]), points);
            }
        }

        using (var joined = new JoinedWords(text, words, withBlanks: false))
        {
            foreach (var bound in options.DupNGrams)
            {
                figures[at++] = Share(LengthOfRepeated(joined, (int)bound[0]), points);
            }
        }
    }

    private static long LengthOfMostFrequent(in JoinedWords words, int n)
    {
        using var seen = new RepeatedParts(words.Text, words.Count - n + 1);
        for (var i = 0; i + n <= words.Count; i++)
        {
            var (start, length) = words.Gram(i, n);
            seen.Add(start, length);
        }

        var best = seen.MostFrequent();
        return (long)best.Count * CodePoints.Count(words.Text.Slice(best.Start, best.Length));
    }

    // Words inside a run that was seen before are jumped over.
    private static long LengthOfRepeated(in JoinedWords words, int n)
    {
        if (words.Count < n)
        {
            return 0;
        }

        using var seen = new RepeatedParts(words.Text, words.Count - n + 1);
        long repeated = 0;
        for (var i = 0; i + n <= words.Count;)
        {
            var (start, length) = words.Gram(i, n);
            var isNew = seen.Add(start, length) == 0;
            repeated += isNew ? 0 : words.PointsOf(i, n);
            i += isNew ? 1 : n;
        }

        return repeated;
    }

    // The parts between runs of so many line feeds or more; those that were seen before, and their code points.
    private static (int All, int Repeated, long RepeatedPoints) Repeats(ReadOnlySpan<char> text, int minBreaks)
    {
        var (all, repeated, points) = (0, 0, 0L);
        using var seen = new RepeatedParts(text, text.Count('\n') + 1);
        for (var start = 0; start <= text.Length;)
        {
            var (end, next) = EndOfPart(text, start, minBreaks);
            all++;
            if (seen.Add(start, end - start) > 0)
            {
                repeated++;
                points += CodePoints.Count(text[start..end]);
            }

            start = next;
        }

        return (all, repeated, points);
    }

    private static (int End, int Next) EndOfPart(ReadOnlySpan<char> text, int start, int minBreaks)
    {
        for (var at = start; text[at..].IndexOf('\n') is var found and >= 0;)
        {
            at += found;
            var breaks = text[at..].IndexOfAnyExcept('\n');
            breaks = breaks < 0 ? text.Length - at : breaks;
            if (breaks >= minBreaks)
            {
                return (at, at + breaks);
            }

            at += breaks;
        }

        return (text.Length, text.Length + 1);
    }

    private static IEnumerable<FigureKey> KeysOf(GopherRepetitionFilterOptions options) =>
    [
        new("gopher_n_words", IsCount: true),
        .. LineKeys.Concat(options.TopNGrams.Select(b => TopKey(b[0]))).Concat(options.DupNGrams.Select(b => RepeatedKey(b[0]))).Select(key => new FigureKey($"gopher_{key}")),
    ];

    private static string TopKey(double n) => string.Create(CultureInfo.InvariantCulture, $"top_{n}_gram");

    private static string RepeatedKey(double n) => string.Create(CultureInfo.InvariantCulture, $"duplicated_{n}_n_grams");
}

/// <summary>Options of <c>gopher_repetition_filter</c>.</summary>
internal sealed record GopherRepetitionFilterOptions : IValidatesOptions
{
    /// <summary>The largest share of lines that occurred before, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? DupLineFrac { get; init; } = 0.3;

    /// <summary>The largest share of paragraphs that occurred before, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? DupParaFrac { get; init; } = 0.3;

    /// <summary>The largest share of characters in lines that occurred before, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? DupLineCharFrac { get; init; } = 0.2;

    /// <summary>The largest share of characters in paragraphs that occurred before, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? DupParaCharFrac { get; init; } = 0.2;

    /// <summary>Pairs of a number of words n and the largest share of characters in the most frequent run of n words.</summary>
    public IReadOnlyList<IReadOnlyList<double>> TopNGrams { get; init; } = [[2, 0.2], [3, 0.18], [4, 0.16]];

    /// <summary>Pairs of a number of words n and the largest share of characters in runs of n words that occurred before.</summary>
    public IReadOnlyList<IReadOnlyList<double>> DupNGrams { get; init; } = [[5, 0.15], [6, 0.14], [7, 0.13], [8, 0.12], [9, 0.11], [10, 0.10]];

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (!TopNGrams.All(IsBound))
        {
            yield return new("top_n_grams", "Each entry is a pair: a whole number of words from 1 on, and a share.");
        }

        if (!DupNGrams.All(IsBound))
        {
            yield return new("dup_n_grams", "Each entry is a pair: a whole number of words from 1 on, and a share.");
        }
    }

    private static bool IsBound(IReadOnlyList<double> pair) => pair.Count == 2 && pair[0] is >= 1 and <= 1000 && pair[0] % 1 == 0;
}
