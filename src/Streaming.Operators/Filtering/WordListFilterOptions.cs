using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Filtering;

/// <summary>Options that filters with word lists share.</summary>
internal abstract record WordListFilterOptions : RangeFilterOptions
{
    /// <summary>The language of the list (en, de, zh, …); <c>all</c> takes the lists of all languages together.</summary>
    public string Lang { get; init; } = "en";

    /// <summary>Takes the pieces of the language's SentencePiece model as words instead of what stands between white space.</summary>
    public bool Tokenization { get; init; }

    /// <summary>Looks up groups of neighbouring words too, for languages that write them apart or not at all; each group counts as a word.</summary>
    public bool UseWordsAug { get; init; }

    /// <summary>The sizes of such groups, in words.</summary>
    [Range(1, 1_000)]
    public IReadOnlyList<int> WordsAugGroupSizes { get; init; } = [2];

    /// <summary>What stands between the words of a group.</summary>
    public string WordsAugJoinChar { get; init; } = "";
}
