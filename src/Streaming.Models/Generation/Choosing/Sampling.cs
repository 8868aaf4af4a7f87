using System.Numerics.Tensors;
using Streaming.Samples;

namespace Streaming.Models.Generation.Choosing;

/// <summary>Chooses the next id: the likeliest, or one drawn as temperature, top-k, top-p and min-p say.</summary>
internal static class Sampling
{
    public static int Choose(ReadOnlySpan<float> logits, GenerationSettings settings, ulong seed, int step)
    {
        if (!settings.Sample)
        {
            return TensorPrimitives.IndexOfMax(logits);
        }

        var (ids, probabilities) = Distribution(logits, settings);
        var drawn = Draw(seed, step);
        var sum = 0.0;
        for (var i = 0; i < ids.Length; i++)
        {
            sum += probabilities[i];
            if (drawn < sum)
            {
                return ids[i];
            }
        }

        return ids[^1];
    }

    /// <summary>The ids that may be drawn, likeliest first, and their probabilities.</summary>
    public static (int[] Ids, float[] Probabilities) Distribution(ReadOnlySpan<float> logits, GenerationSettings settings)
    {
        var scores = new float[logits.Length];
        TensorPrimitives.Divide(logits, settings.Temperature, scores);
        var ids = new int[scores.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = i;
        }

        // Likeliest first.
        TensorPrimitives.Negate(scores, scores);
        Array.Sort(scores, ids);
        TensorPrimitives.Negate(scores, scores);
        var kept = Kept(scores, settings);
        var sum = SumOfExponents(scores, kept);
        var probabilities = new float[kept];
        for (var i = 0; i < kept; i++)
        {
            probabilities[i] = (float)(Math.Exp((double)scores[i] - scores[0]) / sum);
        }

        return (ids[..kept], probabilities);
    }

    private static int Kept(float[] sorted, GenerationSettings settings)
    {
        var kept = Array.FindIndex(sorted, float.IsNegativeInfinity) is >= 0 and var forbidden ? Math.Max(1, forbidden) : sorted.Length;
        if (settings.TopK > 0 && settings.TopK < kept)
        {
            // Those as likely as the last one stay too.
            var least = sorted[settings.TopK - 1];
            kept = settings.TopK;
            while (kept < sorted.Length && sorted[kept] == least)
            {
                kept++;
            }
        }

        if (settings.TopP < 1)
        {
            kept = KeptByShare(sorted, kept, settings.TopP);
        }

        while (kept > 1 && settings.MinP > 0 && Math.Exp((double)sorted[kept - 1] - sorted[0]) < settings.MinP)
        {
            kept--;
        }

        return kept;
    }

    // The unlikeliest go whose probabilities add up to no more than what may be lost.
    private static int KeptByShare(float[] sorted, int kept, float share)
    {
        var (sum, lost) = (SumOfExponents(sorted, kept), 0.0);
        while (kept > 1)
        {
            lost += Math.Exp((double)sorted[kept - 1] - sorted[0]) / sum;
            if (lost > 1 - (double)share)
            {
                break;
            }

            kept--;
        }

        return kept;
    }

    private static double SumOfExponents(float[] sorted, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Exp((double)sorted[i] - sorted[0]);
        }

        return sum;
    }

    // A function of seed and step alone, so that a sequence draws the same whatever batch it is in.
    private static double Draw(ulong seed, int step) => SplitMix64.ToUnit(SplitMix64.Mix(seed + (((ulong)step + 1) * SplitMix64.Step)));
}
