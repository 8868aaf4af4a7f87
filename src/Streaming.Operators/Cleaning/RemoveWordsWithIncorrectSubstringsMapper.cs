using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes words in which one of some strings occurs, upper and lower case being different. Special characters at the ends of a word do not count: <c>//comment</c>
/// stays. Words stand between blanks, tabs and line feeds, and repeated ones of these become one; with <c>tokenization</c> they are the pieces of a model.
/// </summary>
[Operator("remove_words_with_incorrect_substrings_mapper", Example = "{ substrings: [http, www, .com] }")]
internal sealed class RemoveWordsWithIncorrectSubstringsMapper : Mapper
{
    private readonly RemoveWordsWithIncorrectSubstringsMapperOptions _options;
    private readonly SearchValues<string> _substrings;
    private readonly KeepsWord _keeps;
    private PieceSplitter? _pieces;

    public RemoveWordsWithIncorrectSubstringsMapper(RemoveWordsWithIncorrectSubstringsMapperOptions options)
    {
        _options = options;
        _substrings = SearchValues.Create([.. options.Substrings], StringComparison.Ordinal);
        _keeps = Keeps;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _pieces = _options.Tokenization ? PieceSplitter.ForLanguage(_options.Lang) : null;
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample) => sample.Text = _pieces is null ? WordSieve.Sift(sample.Text, _keeps) : SiftPieces(sample.Text, _pieces);

    private string SiftPieces(string text, PieceSplitter splitter)
    {
        var pieces = splitter.Split(text);
        var kept = pieces.Select(p => p.Replace("\u2581", "", StringComparison.Ordinal)).Where(p => Keeps(p)).ToList();
        return kept.Count == pieces.Count ? text : string.Concat(kept);
    }

    private bool Keeps(ReadOnlySpan<char> word) => !SpecialCharacters.Strip(word).ContainsAny(_substrings);
}

/// <summary>Options of <c>remove_words_with_incorrect_substrings_mapper</c>.</summary>
internal sealed record RemoveWordsWithIncorrectSubstringsMapperOptions
{
    /// <summary>The language whose SentencePiece model splits words when <c>tokenization</c> is on.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>Takes the pieces of a SentencePiece model for words; where one goes, the others are joined without blanks.</summary>
    public bool Tokenization { get; init; }

    /// <summary>What no word may contain.</summary>
    public IReadOnlyList<string> Substrings { get; init; } = ["http", "www", ".com", "href", "//"];
}
