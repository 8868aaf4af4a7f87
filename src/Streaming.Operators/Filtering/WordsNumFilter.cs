using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose text has between <c>min_num</c> and <c>max_num</c> words: parts between blanks, tabs and line feeds that are more than special characters.</summary>
[Operator("words_num_filter", Example = "{ min_num: 20, max_num: 20000 }")]
internal sealed class WordsNumFilter(WordsNumFilterOptions options) : CountFilter("num_words", options.Interval)
{
    private PieceSplitter? _pieces;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _pieces = options.Tokenization ? PieceSplitter.ForLanguage(options.Lang) : null;
        return ValueTask.CompletedTask;
    }

    protected override long Count(Sample sample) => _pieces is null ? Words.Count(sample.Text) : _pieces.CountWords(sample.Text);
}

/// <summary>Options of <c>words_num_filter</c>.</summary>
internal sealed record WordsNumFilterOptions : RangeFilterOptions
{
    /// <summary>The language whose SentencePiece model splits words when <c>tokenization</c> is on.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>Counts the pieces of a SentencePiece model instead of words between white space.</summary>
    public bool Tokenization { get; init; }

    /// <summary>The fewest words to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MinNum { get; init; } = 10;

    /// <summary>The most words to keep.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxNum { get; init; } = long.MaxValue;

    internal Interval Interval => Between(MinNum, MaxNum);
}
