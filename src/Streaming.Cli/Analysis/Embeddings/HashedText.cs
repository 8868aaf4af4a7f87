using System.IO.Hashing;
using System.Runtime.InteropServices;
using Streaming.Cli.Analysis.Texts;
using Streaming.Operators.Vectors;

namespace Streaming.Cli.Analysis.Embeddings;

/// <summary>A vector of a text without a model: its terms and pairs of terms, hashed to places with a sign, damped and brought to length 1.</summary>
/// <remarks>Weinberger et al., Feature Hashing for Large Scale Multitask Learning, arXiv 0902.2206: with signs, dot products keep their expectation.</remarks>
internal static class HashedText
{
    public const int Size = 256;

    private const double PairWeight = 0.5;

    /// <summary>The vector; null of a text without terms.</summary>
    public static float[]? Of(string text, IReadOnlySet<string>? without = null)
    {
        var counts = new Dictionary<ulong, double>();
        var before = 0UL;
        var terms = new Terms(text);
        while (terms.TryNext(out var term, out _, out _))
        {
            if (without?.Contains(term) == true)
            {
                continue;
            }

            var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(term.AsSpan()));
            counts[hash] = counts.GetValueOrDefault(hash) + 1;
            if (before != 0)
            {
                var pair = (before * 0x9E3779B97F4A7C15) ^ hash;
                counts[pair] = counts.GetValueOrDefault(pair) + PairWeight;
            }

            before = hash;
        }

        var vector = new float[Size];
        foreach (var (hash, count) in counts)
        {
            vector[hash % Size] += (float)((hash >> 63) == 0 ? Math.Log(1 + count) : -Math.Log(1 + count));
        }

        return UnitVector.Normalize(vector) ? vector : null;
    }
}
