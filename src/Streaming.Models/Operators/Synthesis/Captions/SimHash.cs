using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Streaming.Models.Operators.Synthesis.Captions;

/// <summary>How alike two short texts are: the bits in which their fingerprints differ (Charikar, STOC 2002), each made of the text's words and their pairs.</summary>
internal static class SimHash
{
    /// <summary>0 (the same words) to 64.</summary>
    public static int Distance(string first, string second) => BitOperations.PopCount(Of(first) ^ Of(second));

    private static ulong Of(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var votes = new int[64];
        foreach (var feature in words.Concat(words.Zip(words.Skip(1), (one, other) => $"{one} {other}")))
        {
            var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(feature.AsSpan()));
            for (var bit = 0; bit < votes.Length; bit++)
            {
                votes[bit] += ((hash >> bit) & 1) == 0 ? -1 : 1;
            }
        }

        return votes.Index().Aggregate(0UL, (print, vote) => vote.Item > 0 ? print | (1UL << vote.Index) : print);
    }
}
