using System.Numerics;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>
/// Ways to choose blocks of 64 bits so that two numbers which differ in at most <c>distance</c> bits agree in all blocks of at least one choice:
/// of <c>blocks</c> blocks at most <c>distance</c> differ, so every choice of the others is looked at (Manku et al., WWW 2007).
/// </summary>
internal sealed class BlockChoices
{
    /// <summary>The most choices that are worth an index.</summary>
    public const int Most = 256;

    private readonly ulong[] _masks;

    public BlockChoices(int blocks, int distance) => _masks = [.. Choices(blocks, blocks - distance, 0).Select(choice => choice.Aggregate(0UL, (mask, block) => mask | Block(block, blocks)))];

    /// <summary>How many choices there are.</summary>
    public int Count => _masks.Length;

    /// <summary>C(blocks, distance), or more than <see cref="Most"/>.</summary>
    public static long CountOf(int blocks, int distance)
    {
        long count = 1;
        for (var i = 1; i <= Math.Min(distance, blocks - distance) && count <= Most; i++)
        {
            count = count * (blocks - Math.Min(distance, blocks - distance) + i) / i;
        }

        return count;
    }

    /// <summary>A hash of the chosen blocks of a number; equal for numbers that agree in them.</summary>
    public ulong BucketOf(ulong number, int choice) => KeyBits.Scatter((number & _masks[choice]) + ((ulong)choice * 0x9E3779B97F4A7C15));

    /// <summary>Whether two numbers differ in at most <paramref name="distance"/> bits.</summary>
    public static bool IsNear(ulong one, ulong other, int distance) => BitOperations.PopCount(one ^ other) <= distance;

    private static ulong Block(int block, int blocks)
    {
        var (from, to) = (64 * block / blocks, 64 * (block + 1) / blocks);
        return to - from == 64 ? ulong.MaxValue : ((1UL << (to - from)) - 1) << from;
    }

    private static IEnumerable<int[]> Choices(int blocks, int chosen, int from)
    {
        if (chosen == 0)
        {
            yield return [];
            yield break;
        }

        for (var first = from; first <= blocks - chosen; first++)
        {
            foreach (var rest in Choices(blocks, chosen - 1, first + 1))
            {
                yield return [first, .. rest];
            }
        }
    }
}
