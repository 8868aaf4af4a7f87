namespace Streaming.Cli.Analysis.Sketches;

/// <summary>Counts the values of a column while they are few.</summary>
internal sealed class WordCounts
{
    // Beyond this a column is free text or keys, and a list of its values says nothing.
    private const int Most = 1_000;
    private const int Longest = 100;

    private Dictionary<string, long>? _counts = new(StringComparer.Ordinal);

    /// <summary>The number of different values; null where there are too many to count.</summary>
    public int? Distinct => _counts?.Count;

    /// <summary>The values with their counts; empty where there are too many different ones.</summary>
    public IReadOnlyDictionary<string, long> All => _counts ?? [];

    public void Add(string value)
    {
        if (_counts is null)
        {
            return;
        }

        _counts[value.Length > Longest ? value[..Longest] : value] = _counts.GetValueOrDefault(value) + 1;
        if (_counts.Count > Most || value.Length > Longest)
        {
            _counts = null;
        }
    }

    /// <summary>The most frequent values; empty where there are too many different ones.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Top(int count) =>
        [.. (_counts ?? []).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(count)];
}
