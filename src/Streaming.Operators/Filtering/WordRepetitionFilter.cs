using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Keeps samples whose share of runs of <c>rep_len</c> words that occur more than once lies between <c>min_ratio</c> and <c>max_ratio</c>. Case does not count.</summary>
[Operator("word_repetition_filter", Example = "{ rep_len: 10, max_ratio: 0.3 }")]
internal sealed class WordRepetitionFilter(WordRepetitionFilterOptions options) : RatioFilter("word_rep_ratio", options.Interval)
{
    private PieceSplitter? _pieces;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _pieces = options.Tokenization ? PieceSplitter.ForLanguage(options.Lang) : null;
        return ValueTask.CompletedTask;
    }

    protected override double Ratio(Sample sample)
    {
        var source = _pieces is null ? sample.Text : _pieces.Join(sample.Text);
        var rented = ArrayPool<char>.Shared.Rent(PythonCase.MaxLength(source.Length));
        var text = rented.AsSpan(0, PythonCase.Lower(source, rented));
        var words = Words.Split(text);
        var tally = GramTally.OfThread;
        GramCounter.Count(new WordSequence(text, words.Items), options.RepLen, tally);
        words.Dispose();
        ArrayPool<char>.Shared.Return(rented);
        return Quotient(tally.Repeated, tally.Total);
    }
}

/// <summary>Options of <c>word_repetition_filter</c>.</summary>
internal sealed record WordRepetitionFilterOptions : RangeFilterOptions
{
    /// <summary>The language whose SentencePiece model splits words when <c>tokenization</c> is on.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>Takes the pieces of a SentencePiece model as words instead of what stands between white space.</summary>
    public bool Tokenization { get; init; }

    /// <summary>The length of a run, in words.</summary>
    [Range(1, int.MaxValue)]
    public int RepLen { get; init; } = 10;

    /// <summary>The smallest ratio to keep, 0 … 1.</summary>
    public double MinRatio { get; init; }

    /// <summary>The largest ratio to keep, 0 … 1.</summary>
    public double MaxRatio { get; init; } = 0.5;

    internal Interval Interval => Between(MinRatio, MaxRatio);
}
