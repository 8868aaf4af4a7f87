using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Feed.Order;

/// <summary>The order of the rows within a window: a permutation drawn from the seed and the window's place (Fisher and Yates, SplitMix64).</summary>
internal static class WindowOrder
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>Fills in which row of the window comes at each place.</summary>
    /// <param name="order">As many places as the window has rows.</param>
    /// <param name="seed">The feed's seed.</param>
    /// <param name="pass">The pass over the table: each has an order of its own.</param>
    /// <param name="epoch">The epoch that the window's first row is of.</param>
    /// <param name="offset">The first row's place in it.</param>
    public static void Fill(Span<int> order, ulong seed, long pass, long epoch, long offset)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var state = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<ulong>([seed, (ulong)pass, (ulong)epoch, (ulong)offset]));
        for (var i = order.Length - 1; i > 0; i--)
        {
            state += Step;
            var j = (int)Math.BigMul(Mix(state), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
