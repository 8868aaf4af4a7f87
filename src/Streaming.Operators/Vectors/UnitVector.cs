using System.Globalization;
using System.Numerics.Tensors;

namespace Streaming.Operators.Vectors;

/// <summary>Vectors of length one, whose dot product is the cosine.</summary>
internal static class UnitVector
{
    /// <summary>A column's value as a vector of length one; null where it is no list of numbers, is empty or has no direction.</summary>
    public static float[]? Of(object? value) => NumbersOf(value) is { } vector && Normalize(vector) ? vector : null;

    /// <summary>A copy of the numbers in a column's value; null where it is no list of numbers.</summary>
    public static float[]? NumbersOf(object? value) => value switch
    {
        float[] floats => [.. floats],
        double[] doubles => Array.ConvertAll(doubles, d => (float)d),
        object?[] list when Array.TrueForAll(list, v => v is float or double or long or int) => Array.ConvertAll(list, v => Convert.ToSingle(v, CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>The column of vectors in a schema.</summary>
    /// <exception cref="BadInputException">It is not there, or is no list of numbers.</exception>
    public static string Column(RowSchema schema, string key) => schema.Find(key)?.Type is ListType { Element: ScalarType { Kind: ScalarKind.Float32 or ScalarKind.Float64 } }
        ? key
        : throw new BadInputException($"There is no column '{key}' of vectors: let embedding_mapper write one ahead of this step (into: {key}).");

    /// <summary>Gives a vector the length one; false where it has no direction: it is empty, zero, or holds what is no number.</summary>
    public static bool Normalize(Span<float> vector)
    {
        // Scaled first: squares of large numbers are no numbers any more.
        var most = vector.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude<float>(vector));
        if (!float.IsFinite(most) || most == 0)
        {
            return false;
        }

        TensorPrimitives.Divide(vector, most, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return true;
    }
}
