namespace Streaming.Operators.Deduplication;

/// <summary>Numbers 0 … n - 1 joined into sets, each named by its smallest member: the union–find of Data-Juicer.</summary>
internal sealed class DisjointSets(int count = 0)
{
    private readonly List<int> _parents = [.. Enumerable.Range(0, count)];

    /// <summary>Bytes of memory held for so many numbers.</summary>
    public static long BytesFor(long count) => count * sizeof(int);

    /// <summary>Adds the next number, in a set of its own.</summary>
    public int Add()
    {
        _parents.Add(_parents.Count);
        return _parents.Count - 1;
    }

    /// <summary>The smallest member of the set that holds <paramref name="member"/>.</summary>
    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            member = _parents[member] = _parents[_parents[member]];
        }

        return member;
    }

    public void Union(int one, int other)
    {
        var (a, b) = (Find(one), Find(other));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}
