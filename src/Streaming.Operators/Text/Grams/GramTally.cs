namespace Streaming.Operators.Text;

/// <summary>How often n-grams occur: a histogram of their counts.</summary>
internal sealed class GramTally
{
    private const int SmallCounts = 64;

    [ThreadStatic]
    private static GramTally? _ofThread;

    private readonly long[] _withCount = new long[SmallCounts];
    private readonly List<int> _large = [];

    /// <summary>The tally of this thread, valid until the next count.</summary>
    public static GramTally OfThread => _ofThread ??= new();

    /// <summary>All n-grams.</summary>
    public long Total { get; private set; }

    /// <summary>Different n-grams.</summary>
    public long Distinct { get; private set; }

    /// <summary>Different n-grams that occur more than once.</summary>
    public long DistinctRepeated => Distinct - _withCount[1];

    /// <summary>All n-grams that occur more than once, each as often as it occurs.</summary>
    public long Repeated => Total - _withCount[1];

    /// <summary>The counts of the <paramref name="k"/> most frequent n-grams, added up.</summary>
    public long SumOfMostFrequent(long k)
    {
        _large.Sort();
        long sum = 0;
        for (var i = _large.Count - 1; i >= 0 && k > 0; i--, k--)
        {
            sum += _large[i];
        }

        for (var count = SmallCounts - 1; count > 0 && k > 0; count--)
        {
            var take = Math.Min(k, _withCount[count]);
            sum += take * count;
            k -= take;
        }

        return sum;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Array.Clear(_withCount);
        _large.Clear();
        Total = Distinct = 0;
    }

    /// <summary>Adds n-grams that occur once.</summary>
    public void AddUnique(int count)
    {
        Total += count;
        Distinct += count;
        _withCount[1] += count;
    }

    /// <summary>Adds counted n-grams.</summary>
    public void Add(ReadOnlySpan<GramCounter.Slot> slots)
    {
        foreach (ref readonly var slot in slots)
        {
            var count = slot.Count;
            if (count == 0)
            {
                continue;
            }

            Total += count;
            Distinct++;
            if (count < SmallCounts)
            {
                _withCount[count]++;
            }
            else
            {
                _large.Add(count);
            }
        }
    }
}
