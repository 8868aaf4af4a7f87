using System.Numerics;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>A list of words; tells how many of them occur in a text.</summary>
internal sealed class StopWords
{
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _longest;

    /// <summary>With the words.</summary>
    public StopWords(IEnumerable<string> words)
    {
        _places = words.Distinct().Select((word, i) => (word, i)).ToDictionary(w => w.word, w => w.i);
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = _places.Keys.Select(w => w.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>The number of different ones among the words of a text.</summary>
    public int CountDistinct(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> words)
    {
        Span<ulong> seen = _places.Count <= 1024 ? stackalloc ulong[16] : new ulong[(_places.Count + 63) / 64];
        seen.Clear();
        foreach (var word in words)
        {
            if (word.Length <= _longest && _lookup.TryGetValue(word.Of(text), out var place))
            {
                seen[place >> 6] |= 1UL << place;
            }
        }

        var count = 0;
        foreach (var bits in seen)
        {
            count += BitOperations.PopCount(bits);
        }

        return count;
    }
}
