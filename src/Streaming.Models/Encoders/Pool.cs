using System.Numerics.Tensors;
using Streaming.Models.Batches;

namespace Streaming.Models.Encoders;

/// <summary>Makes one vector of the vectors of a text's tokens.</summary>
internal static class Pool
{
    /// <param name="tokens">The vectors of the text's own tokens, without those of padding.</param>
    /// <param name="size">The length of one vector.</param>
    /// <param name="rule">What to do.</param>
    public static float[] Vector(ReadOnlySpan<float> tokens, int size, EmbeddingRule rule)
    {
        NumberCheck.Refuse(tokens);
        var vector = new float[size * rule.Poolings.Length];
        for (var i = 0; i < rule.Poolings.Length; i++)
        {
            Into(tokens, rule.Poolings[i], vector.AsSpan(i * size, size));
        }

        if (rule.Normalizes)
        {
            Normalize(vector);
        }

        return vector;
    }

    public static void Normalize(Span<float> vector)
    {
        // The smallest length is torch's.
        var length = Math.Max(TensorPrimitives.Norm(vector), 1e-12f);
        TensorPrimitives.Divide(vector, length, vector);
    }

    private static void Into(ReadOnlySpan<float> tokens, Pooling pooling, Span<float> vector)
    {
        var count = tokens.Length / vector.Length;
        switch (pooling)
        {
            case Pooling.None or Pooling.Cls:
                tokens[..vector.Length].CopyTo(vector);
                break;
            case Pooling.LastToken:
                tokens[^vector.Length..].CopyTo(vector);
                break;
            case Pooling.Max:
                tokens[..vector.Length].CopyTo(vector);
                for (var i = 1; i < count; i++)
                {
                    TensorPrimitives.Max(vector, tokens.Slice(i * vector.Length, vector.Length), vector);
                }

                break;
            default:
                for (var i = 0; i < count; i++)
                {
                    TensorPrimitives.MultiplyAdd(tokens.Slice(i * vector.Length, vector.Length), pooling == Pooling.WeightedMean ? i + 1 : 1, vector, vector);
                }

                TensorPrimitives.Divide(vector, pooling switch
                {
                    Pooling.MeanSqrtLength => MathF.Sqrt(count),
                    Pooling.WeightedMean => count * (count + 1) / 2f,
                    _ => count,
                }, vector);
                break;
        }
    }
}
