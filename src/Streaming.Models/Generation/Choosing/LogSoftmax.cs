using System.Numerics.Tensors;

namespace Streaming.Models.Generation.Choosing;

/// <summary>Log probabilities of logits.</summary>
internal static class LogSoftmax
{
    public static void Of(ReadOnlySpan<float> logits, Span<float> to) => TensorPrimitives.Subtract(logits, SumOf(logits), to);

    /// <summary>The log probability of one of them.</summary>
    public static float Of(ReadOnlySpan<float> logits, int index) => (float)(logits[index] - SumOfExact(logits));

    private static float SumOf(ReadOnlySpan<float> logits) => (float)SumOfExact(logits);

    private static double SumOfExact(ReadOnlySpan<float> logits)
    {
        var highest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp((double)logit - highest);
        }

        return highest + Math.Log(sum);
    }
}
