namespace Streaming.Operators.Deduplication;

/// <summary>Numbers 0 … n - 1 joined into sets, each named by its smallest member: the union–find of Data-Juicer.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>Bytes of memory held for so many numbers.</summary>
    public static long BytesFor(long count) => count * sizeof(int);

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
