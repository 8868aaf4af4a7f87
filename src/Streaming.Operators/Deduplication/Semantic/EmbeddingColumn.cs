using Streaming.Operators.Vectors;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>Vectors in a column of samples, as <c>embedding_mapper</c> or a table gives them.</summary>
internal static class EmbeddingColumn
{
    /// <summary>The vector with the length 1, in numbers of half precision; null where there is none.</summary>
    /// <exception cref="FormatException">It is no list of numbers, or has no direction.</exception>
    public static float[]? UnitOf(Sample sample, string column)
    {
        if (sample.Meta[column] is not { } value)
        {
            return null;
        }

        var vector = UnitVector.NumbersOf(value) ?? throw new FormatException($"The column '{column}' is no list of numbers.");
        if (vector.Length == 0)
        {
            return null;
        }

        if (!UnitVector.Normalize(vector))
        {
            throw new FormatException($"The vector in '{column}' has no direction: it is zero, or holds what is no number.");
        }

        // What the state keeps is what is compared, so that a restart decides alike.
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(Half)vector[i];
        }

        return vector;
    }
}
