using System.Numerics.Tensors;
using Streaming.Samples;

namespace Streaming.Cli.Analysis.Embeddings;

/// <summary>Vectors of samples, of length 1: their dot product is the cosine.</summary>
internal static class Vector
{
    /// <summary>The vector in a column or stat; null where there is none.</summary>
    public static float[]? Of(Sample sample, string column)
    {
        var value = column.StartsWith(KnownColumns.Stats + ".", StringComparison.Ordinal) ? sample.Stats[column[(KnownColumns.Stats.Length + 1)..]] : sample.Meta[column];
        var vector = value switch
        {
            float[] floats => (float[])floats.Clone(),
            object?[] { Length: > 0 } list when Array.TrueForAll(list, v => v is double or long) => Array.ConvertAll(list, v => (float)((IConvertible)v!).ToDouble(null)),
            _ => [],
        };
        return vector.Length > 0 && Normalize(vector) ? vector : null;
    }

    /// <summary>Gives it the length 1; false where it has no direction.</summary>
    public static bool Normalize(Span<float> vector)
    {
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length == 0)
        {
            return false;
        }

        TensorPrimitives.Divide(vector, length, vector);
        return true;
    }
}
