using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes words that are longer than <c>max_len</c> or shorter than <c>min_len</c> characters; one that fits without the special characters at its ends stays
/// as it is. Words stand between blanks, tabs and line feeds; repeated ones become one, also where no word goes.
/// </summary>
[Operator("remove_long_words_mapper", Example = "{ max_len: 100 }")]
internal sealed class RemoveLongWordsMapper : Mapper
{
    private readonly RemoveLongWordsMapperOptions _options;
    private readonly KeepsWord _keeps;

    public RemoveLongWordsMapper(RemoveLongWordsMapperOptions options) => (_options, _keeps) = (options, Keeps);

    protected override void Map(Sample sample) => sample.Text = WordSieve.Sift(sample.Text, _keeps);

    private bool Keeps(ReadOnlySpan<char> word) => Fits(CodePoints.Count(word)) || Fits(CodePoints.Count(SpecialCharacters.Strip(word)));

    private bool Fits(int length) => length >= _options.MinLen && length <= _options.MaxLen;
}

/// <summary>Options of <c>remove_long_words_mapper</c>.</summary>
internal sealed record RemoveLongWordsMapperOptions
{
    /// <summary>The shortest word that stays, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MinLen { get; init; } = 1;

    /// <summary>The longest word that stays, in characters.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxLen { get; init; } = long.MaxValue;
}
