using Streaming.Operators.Deduplication.Substrings;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Selection.Contamination;

/// <summary>The runs of words of evaluation examples. An example that is shorter than a run is one run as a whole, if it has so many words at least.</summary>
internal sealed class RunIndex(int length, int least)
{
    private static readonly TextNormOptions Simple = new();

    private readonly SortedDictionary<int, Dictionary<ulong, int>> _byLength = [];

    /// <summary>Takes an example's runs in.</summary>
    public void Add(string text, int example)
    {
        var simple = TextNormalization.Simplify(text, Simple);
        var words = SimpleSplitter.Instance.CountWords(simple);
        if (words < Math.Min(least, length))
        {
            return;
        }

        var used = Math.Min(words, length);
        if (!_byLength.TryGetValue(used, out var runs))
        {
            _byLength[used] = runs = [];
        }

        foreach (var hash in WordRuns.Of(simple, SimpleSplitter.Instance, used).Hashes)
        {
            runs.TryAdd(hash, example);
        }
    }

    /// <summary>How many places of a text begin a run of an example, and the first such example; -1 where there is none.</summary>
    public (int Hits, int Example) In(string text)
    {
        var simple = TextNormalization.Simplify(text, Simple);
        var (hits, first) = (0, -1);
        foreach (var (used, runs) in _byLength)
        {
            foreach (var hash in WordRuns.Of(simple, SimpleSplitter.Instance, used).Hashes)
            {
                if (runs.TryGetValue(hash, out var example))
                {
                    hits++;
                    first = first < 0 ? example : first;
                }
            }
        }

        return (hits, first);
    }
}
