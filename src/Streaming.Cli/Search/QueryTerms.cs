using Streaming.Cli.Analysis.Texts;

namespace Streaming.Cli.Search;

/// <summary>The terms of a query, and where they stand in texts.</summary>
internal sealed class QueryTerms
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <exception cref="BadInputException">There is no word in it.</exception>
    public QueryTerms(string query)
    {
        var terms = new Terms(query);
        while (terms.TryNext(out var term, out _, out _))
        {
            _numbers.TryAdd(term, _numbers.Count);
        }

        if (_numbers.Count == 0)
        {
            throw new BadInputException($"There is no word in '{query}' to search for.");
        }
    }

    public int Count => _numbers.Count;

    /// <summary>How often each stands in a text, and how many terms the text has.</summary>
    public int CountIn(string text, Span<int> counts)
    {
        counts.Clear();
        var length = 0;
        var terms = new Terms(text);
        while (terms.TryNext(out var term, out _, out _))
        {
            length++;
            if (_numbers.TryGetValue(term, out var number))
            {
                counts[number]++;
            }
        }

        return length;
    }

    /// <summary>Where they stand, in order.</summary>
    public List<(int Number, int Start, int End)> PlacesIn(string text)
    {
        var places = new List<(int, int, int)>();
        var terms = new Terms(text);
        while (terms.TryNext(out var term, out var start, out var end))
        {
            if (_numbers.TryGetValue(term, out var number))
            {
                places.Add((number, start, end));
            }
        }

        return places;
    }
}
