using System.Numerics.Tensors;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>Vectors in a column of samples, as <c>embedding_mapper</c> or a table gives them.</summary>
internal static class EmbeddingColumn
{
    /// <summary>The vector with the length 1, in numbers of half precision; null where there is none.</summary>
    /// <exception cref="FormatException">It is no list of numbers, or has no direction.</exception>
    public static float[]? UnitOf(Sample sample, string column)
    {
        var vector = sample.Meta[column] switch
        {
            null => null,
            float[] floats => (float[])floats.Clone(),
            double[] doubles => Array.ConvertAll(doubles, d => (float)d),
            object?[] mixed => Array.ConvertAll(mixed, NumberOf),
            _ => throw new FormatException($"The column '{column}' is no list of numbers."),
        };
        if (vector is null or { Length: 0 })
        {
            return null;
        }

        // Vectors are scaled first: squares of large numbers are not numbers any more.
        TensorPrimitives.Divide(vector, MathF.Abs(TensorPrimitives.MaxMagnitude<float>(vector)), vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        if (!float.IsFinite(TensorPrimitives.Sum<float>(vector)))
        {
            throw new FormatException($"The vector in '{column}' has no direction: it is zero, or holds what is no number.");
        }

        // What the state keeps is what is compared, so that a restart decides alike.
        Round(vector);
        return vector;
    }

    private static void Round(float[] vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(Half)vector[i];
        }
    }

    private static float NumberOf(object? value) => value switch
    {
        float f => f,
        double d => (float)d,
        long l => l,
        int i => i,
        _ => throw new FormatException("An element of the vector is no number."),
    };
}
