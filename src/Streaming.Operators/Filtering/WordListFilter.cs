using Streaming.Operators.Text;
using Streaming.Operators.Text.WordLists;

namespace Streaming.Operators.Filtering;

/// <summary>A filter on the share of words that are on a list.</summary>
/// <param name="stat">The key of the share in the stats.</param>
/// <param name="interval">The range of shares to keep.</param>
/// <param name="kind">What the list's files have in their names.</param>
/// <param name="folder">Where they lie; null for our own list.</param>
/// <param name="options">How words are looked up.</param>
internal abstract class WordListFilter(string stat, Interval interval, string kind, string? folder, WordListFilterOptions options) : RatioFilter(stat, interval)
{
    private PieceSplitter? _pieces;
    private ListedWords? _words;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _pieces = options.Tokenization ? PieceSplitter.ForLanguage(options.Lang) : null;
        _words = new(WordLists.Load(kind, folder, options.Lang), options.UseWordsAug ? options.WordsAugGroupSizes : [], options.WordsAugJoinChar);
        return ValueTask.CompletedTask;
    }

    protected override double Ratio(Sample sample)
    {
        var (listed, all) = _words!.Count(_pieces is null ? sample.Text : _pieces.Join(sample.Text));
        return Quotient(listed, all);
    }
}
