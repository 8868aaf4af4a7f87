using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>Removes certain characters wherever they stand.</summary>
[Operator("remove_specific_chars_mapper", Example = "{ chars_to_remove: '◆●■' }")]
internal sealed class RemoveSpecificCharsMapper : Mapper
{
    private readonly SearchValues<char> _plain;
    private readonly SearchValues<string> _pairs;
    private readonly string[] _pairList;

    public RemoveSpecificCharsMapper(RemoveSpecificCharsMapperOptions options)
    {
        var characters = options.CharsToRemove.SelectMany(CharactersOf).Distinct().ToList();
        _plain = SearchValues.Create([.. characters.Where(c => c.Length == 1).Select(c => c[0])]);
        _pairList = [.. characters.Where(c => c.Length == 2)];
        _pairs = SearchValues.Create(_pairList, StringComparison.Ordinal);
    }

    protected override void Map(Sample sample)
    {
        if (sample.Text.AsSpan().ContainsAny(_pairs))
        {
            sample.Text = _pairList.Aggregate(sample.Text, (text, pair) => text.Replace(pair, "", StringComparison.Ordinal));
        }

        sample.Text = SiftedText.Without(sample.Text, _plain);
    }

    private static IEnumerable<string> CharactersOf(string characters)
    {
        for (var i = 0; i < characters.Length;)
        {
            CodePoints.At(characters, i, out var units);
            yield return characters.Substring(i, units);
            i += units;
        }
    }
}

/// <summary>Options of <c>remove_specific_chars_mapper</c>.</summary>
internal sealed record RemoveSpecificCharsMapperOptions
{
    /// <summary>The characters, in one string or in several; none leaves texts as they are.</summary>
    public IReadOnlyList<string> CharsToRemove { get; init; } = ["◆●■►▼▲▴∆▻▷❖♡□"];
}
