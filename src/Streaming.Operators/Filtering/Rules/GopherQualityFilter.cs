using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Keeps texts that look like prose by the quality rules of Gopher (arXiv 2112.11446): enough words, of ordinary length, most with a letter; few <c>#</c>,
/// ellipses and bullets; some of the most frequent words of the language. As datatrove: its order of rules, its reasons.
/// </summary>
/// <remarks>
/// A bound of 0 or null switches its rule off. Where a figure would be a division by zero (datatrove stops there), its rule is not broken. The figures are
/// kept in the stats as <c>gopher_…</c> and not computed again, whatever another filter's splitter and stop words are.
/// </remarks>
[Operator("gopher_quality_filter", Example = "{ min_doc_words: 5, max_doc_words: 100000 }")]
internal sealed class GopherQualityFilter(GopherQualityFilterOptions options) : FigureFilter(
    options.Splitter,
    new("gopher_n_words", IsCount: true),
    new("gopher_n_non_symbol_words", IsCount: true),
    new("gopher_avg_word_length"),
    new("gopher_hash_word_ratio"),
    new("gopher_ellipsis_word_ratio"),
    new("gopher_n_lines", IsCount: true),
    new("gopher_bullet_lines_ratio"),
    new("gopher_ellipsis_lines_ratio"),
    new("gopher_alpha_words_ratio"),
    new("gopher_n_stop_words", IsCount: true))
{
    private readonly StopWords _stopWords = new(options.StopWords ?? ["the", "be", "to", "of", "and", "that", "have", "with"]);

    protected override void Measure(string text, Span<double> figures)
    {
        var words = Splitter.Words(text);
        var (symbolFree, length, alphabetic) = CountWords(text, words.Items);
        var (lines, bullets, ellipses) = CountLines(text);
        figures[0] = words.Count;
        figures[1] = symbolFree;
        figures[2] = Share(length, symbolFree);
        figures[3] = Share(text.AsSpan().Count('#'), words.Count);
        figures[4] = Share(text.AsSpan().Count("...") + text.AsSpan().Count('…'), words.Count);
        figures[5] = lines;
        figures[6] = Share(bullets, lines);
        figures[7] = Share(ellipses, lines);
        figures[8] = Share(alphabetic, words.Count);
        figures[9] = _stopWords.CountDistinct(text, words.Items);
        words.Dispose();
    }

    protected override Rejection? Judge(Sample sample, ReadOnlySpan<double> figures) =>
        BelowIfOn(figures[1], options.MinDocWords, "gopher_short_doc")
        ?? AboveIfOn(figures[1], options.MaxDocWords, "gopher_long_doc")
        ?? BelowIfOn(figures[2], options.MinAvgWordLength, "gopher_below_avg_threshold")
        ?? AboveIfOn(figures[2], options.MaxAvgWordLength, "gopher_above_avg_threshold")
        ?? AboveIfOn(figures[3], options.MaxSymbolWordRatio, "gopher_too_many_hashes")
        ?? AboveIfOn(figures[4], options.MaxSymbolWordRatio, "gopher_too_many_ellipsis")
        ?? AboveIfOn(figures[6], options.MaxBulletLinesRatio, "gopher_too_many_bullets")
        ?? AboveIfOn(figures[7], options.MaxEllipsisLinesRatio, "gopher_too_many_end_ellipsis")
        ?? BelowIfOn(figures[8], options.MaxNonAlphaWordsRatio, "gopher_below_alpha_threshold")
        ?? BelowIfOn(figures[9], options.MinStopWords, "gopher_enough_stop_words");

    // Words that are more than symbols, their code points, and words with a letter.
    private static (int SymbolFree, long Length, int Alphabetic) CountWords(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> words)
    {
        var (symbolFree, length, alphabetic) = (0, 0L, 0);
        foreach (var span in words)
        {
            var word = span.Of(text);
            var points = CodePoints.Count(word);
            if (Punctuation.All.Count(word) < points)
            {
                symbolFree++;
                length += points;
            }

            alphabetic += HasLetter(word) ? 1 : 0;
        }

        return (symbolFree, length, alphabetic);
    }

    private static bool HasLetter(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length;)
        {
            if (PythonText.Alphabetic.Contains(CodePoints.At(word, i, out var units)))
            {
                return true;
            }

            i += units;
        }

        return false;
    }

    private static (int All, int Bullets, int Ellipses) CountLines(ReadOnlySpan<char> text)
    {
        var (all, bullets, ellipses) = (0, 0, 0);
        foreach (var line in new PythonLines(text))
        {
            all++;
            var stripped = PythonText.Strip(line);
            if (stripped.IsEmpty)
            {
                continue;
            }

            bullets += stripped[0] is '•' or '-' ? 1 : 0;
            ellipses += stripped[^1] == '…' || stripped.EndsWith("...") ? 1 : 0;
        }

        return (all, bullets, ellipses);
    }
}

/// <summary>Options of <c>gopher_quality_filter</c>.</summary>
internal sealed record GopherQualityFilterOptions
{
    /// <summary>The fewest words that are more than symbols; 0 or null: any.</summary>
    [Range(0L, long.MaxValue)]
    public long? MinDocWords { get; init; } = 50;

    /// <summary>The most words that are more than symbols; 0 or null: any.</summary>
    [Range(0L, long.MaxValue)]
    public long? MaxDocWords { get; init; } = 100_000;

    /// <summary>The shortest mean of these words, in characters; 0 or null: any.</summary>
    [Range(0.0, double.MaxValue)]
    public double? MinAvgWordLength { get; init; } = 3;

    /// <summary>The longest mean of these words, in characters; 0 or null: any.</summary>
    [Range(0.0, double.MaxValue)]
    public double? MaxAvgWordLength { get; init; } = 10;

    /// <summary>The most <c>#</c> for a word, and the most ellipses; 0 or null: any.</summary>
    [Range(0.0, double.MaxValue)]
    public double? MaxSymbolWordRatio { get; init; } = 0.1;

    /// <summary>The largest share of lines that start with a bullet (<c>•</c> or <c>-</c>), 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? MaxBulletLinesRatio { get; init; } = 0.9;

    /// <summary>The largest share of lines that end in an ellipsis, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? MaxEllipsisLinesRatio { get; init; } = 0.3;

    /// <summary>In spite of its name, the smallest share of words with a letter, 0 … 1; 0 or null: any.</summary>
    [Range(0.0, 1.0)]
    public double? MaxNonAlphaWordsRatio { get; init; } = 0.8;

    /// <summary>The fewest different stop words; 0 or null: any.</summary>
    [Range(0L, long.MaxValue)]
    public long? MinStopWords { get; init; } = 2;

    /// <summary>The stop words, compared with their case; null: the, be, to, of, and, that, have, with.</summary>
    public IReadOnlyList<string>? StopWords { get; init; }

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; }
}
