using System.Numerics;

namespace Streaming.Operators.Packing;

/// <summary>A set of capacities 0…max that answers "the smallest one of at least x".</summary>
/// <remarks>
/// The segment tree of arXiv 2404.10830, §3.2, with a fan-out of 64 instead of 2: a node is one word, a bit says whether the child has anything.
/// Two words are looked at for 4,096 tokens, where the binary tree walks twelve levels.
/// </remarks>
internal sealed class CapacityTree
{
    private readonly ulong[][] _levels;

    public CapacityTree(int max)
    {
        var levels = new List<ulong[]>();
        var size = max + 1;
        do
        {
            size = (size + 63) / 64;
            levels.Add(new ulong[size]);
        }
        while (size > 1);
        _levels = [.. levels];
    }

    public void Add(int capacity)
    {
        foreach (var level in _levels)
        {
            var word = capacity >> 6;
            var before = level[word];
            level[word] = before | (1UL << (capacity & 63));
            if (before != 0)
            {
                return;
            }

            capacity = word;
        }
    }

    public void Remove(int capacity)
    {
        foreach (var level in _levels)
        {
            var word = capacity >> 6;
            if ((level[word] &= ~(1UL << (capacity & 63))) != 0)
            {
                return;
            }

            capacity = word;
        }
    }

    public void Clear()
    {
        foreach (var level in _levels)
        {
            Array.Clear(level);
        }
    }

    /// <summary>The smallest member that is at least <paramref name="capacity"/>, or -1.</summary>
    public int AtLeast(int capacity)
    {
        for (var height = 0; height < _levels.Length; height++)
        {
            var level = _levels[height];
            var word = capacity >> 6;
            if (word >= level.Length)
            {
                return -1;
            }

            var rest = level[word] & (ulong.MaxValue << (capacity & 63));
            if (rest != 0)
            {
                return Descend(height, (word << 6) + BitOperations.TrailingZeroCount(rest));
            }

            capacity = word + 1;
        }

        return -1;
    }

    private int Descend(int height, int node)
    {
        while (--height >= 0)
        {
            node = (node << 6) + BitOperations.TrailingZeroCount(_levels[height][node]);
        }

        return node;
    }
}
