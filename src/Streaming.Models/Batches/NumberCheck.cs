using System.Numerics.Tensors;

namespace Streaming.Models.Batches;

/// <summary>Refuses what is no number, so that a model gone wrong is a dead letter and not a score of nothing.</summary>
internal static class NumberCheck
{
    /// <exception cref="InvalidDataException">One of the values is NaN.</exception>
    public static void Refuse(ReadOnlySpan<float> values)
    {
        // A sum is NaN where a part is; so is one of both infinities, which no model gives for a sound input either.
        if (float.IsNaN(TensorPrimitives.Sum(values)))
        {
            throw new InvalidDataException("The model gave NaN for this sample.");
        }
    }
}
