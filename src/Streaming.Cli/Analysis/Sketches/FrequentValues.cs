namespace Streaming.Cli.Analysis.Sketches;

/// <summary>The values that occur most often in a stream, in bounded memory.</summary>
/// <remarks>
/// Misra and Gries, "Finding repeated elements" (1982): when no counter is free each loses one, and those at zero go. A count is too low by at most <see cref="Error"/>, which is at most the stream's length over
/// the number of counters; while there are fewer different values than counters, all counts are exact.
/// </remarks>
internal sealed class FrequentValues(int counters = 2_000)
{
    private const int Longest = 200;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How many values came.</summary>
    public long Total { get; private set; }

    /// <summary>By how much a count may be too low.</summary>
    public long Error { get; private set; }

    /// <summary>The values that are counted.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The number of different values; null where they were too many to count.</summary>
    public int? Distinct => Error == 0 ? _counts.Count : null;

    public void Add(string value)
    {
        Total++;
        var key = value.Length > Longest ? value[..Longest] : value;
        if (_counts.TryGetValue(key, out var count))
        {
            _counts[key] = count + 1;
        }
        else if (_counts.Count < counters)
        {
            _counts[key] = 1;
        }
        else
        {
            TakeOneOfEach();
        }
    }

    /// <summary>The most frequent ones.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Top(int count) =>
        [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(count)];

    private void TakeOneOfEach()
    {
        Error++;
        foreach (var (value, count) in _counts.ToList())
        {
            if (count == 1)
            {
                _counts.Remove(value);
            }
            else
            {
                _counts[value] = count - 1;
            }
        }
    }
}
