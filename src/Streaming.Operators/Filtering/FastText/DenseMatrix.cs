using System.Numerics.Tensors;

namespace Streaming.Operators.Filtering.FastText;

/// <summary>Rows as they are.</summary>
internal sealed class DenseMatrix(float[] values, int dimensions) : FastTextMatrix
{
    /// <inheritdoc/>
    public override long Rows => values.Length / dimensions;

    /// <inheritdoc/>
    public override void Add(int row, Span<float> into) => TensorPrimitives.Add(into, Row(row), into);

    /// <inheritdoc/>
    public override float Dot(int row, ReadOnlySpan<float> vector) => TensorPrimitives.Dot(Row(row), vector);

    /// <summary>Reads a matrix.</summary>
    public static DenseMatrix Read(BinaryReader reader, int dimensions)
    {
        var (rows, columns) = (reader.ReadInt64(), reader.ReadInt64());
        Check(columns, dimensions);
        return new(Values<float>(reader, checked(rows * columns)), dimensions);
    }

    private ReadOnlySpan<float> Row(int row) => values.AsSpan(checked(row * dimensions), dimensions);
}
