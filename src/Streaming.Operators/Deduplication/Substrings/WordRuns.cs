using System.IO.Hashing;
using System.Runtime.InteropServices;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Deduplication.Substrings;

/// <summary>The words of a text, and a hash of each run of so many of them: a run has the same hash wherever it stands, and whatever white space is between its words.</summary>
/// <param name="Words">The words.</param>
/// <param name="Hashes">The hash of the run that starts at each word; as many fewer as a run is longer than one word.</param>
internal sealed record WordRuns(TextSpan[] Words, ulong[] Hashes)
{
    private const ulong Base = 0x9E3779B97F4A7C15;
    private const ulong Factor = 0xD6E8FEB86659FD93;

    /// <summary>Hashes the runs of a text, each step in constant time.</summary>
    public static WordRuns Of(string text, TextSplitter splitter, int length)
    {
        var rented = splitter.Words(text);
        var words = rented.Items.ToArray();
        rented.Dispose();
        if (words.Length < length)
        {
            return new(words, []);
        }

        var codes = Array.ConvertAll(words, word => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word.Of(text))));
        var hashes = new ulong[words.Length - length + 1];
        var (hash, leaving) = (0UL, 1UL);
        for (var i = 0; i < codes.Length; i++)
        {
            if (i < length)
            {
                leaving = i == 0 ? leaving : leaving * Base;
            }
            else
            {
                hash -= codes[i - length] * leaving;
            }

            hash = (hash * Base) + codes[i];
            if (i >= length - 1)
            {
                hashes[i - length + 1] = Mix(hash);
            }
        }

        return new(words, hashes);
    }

    private static ulong Mix(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= Factor;
        return hash ^ (hash >> 32);
    }
}
