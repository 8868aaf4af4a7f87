using System.IO.Hashing;
using System.Runtime.InteropServices;
using Streaming.Samples;

namespace Streaming.Feed.Order;

/// <summary>The order of the rows within a window: a permutation drawn from the seed and the window's place (Fisher and Yates).</summary>
internal static class WindowOrder
{
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
            state += SplitMix64.Step;
            var j = (int)Math.BigMul(SplitMix64.Mix(state), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
