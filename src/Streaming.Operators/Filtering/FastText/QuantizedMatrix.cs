using System.Numerics.Tensors;

namespace Streaming.Operators.Filtering.FastText;

/// <summary>Rows cut into parts, each of which is one of 256 centroids (product quantisation, arXiv 1612.03651), with their lengths quantised beside them or not.</summary>
internal sealed class QuantizedMatrix : FastTextMatrix
{
    private readonly byte[] _codes;
    private readonly FastTextCentroids _parts;
    private readonly byte[]? _lengthCodes;
    private readonly FastTextCentroids? _lengths;

    private QuantizedMatrix(long rows, byte[] codes, FastTextCentroids parts, byte[]? lengthCodes, FastTextCentroids? lengths) =>
        (Rows, _codes, _parts, _lengthCodes, _lengths) = (rows, codes, parts, lengthCodes, lengths);

    /// <inheritdoc/>
    public override long Rows { get; }

    /// <inheritdoc/>
    public override void Add(int row, Span<float> into)
    {
        var length = LengthOf(row);
        for (var part = 0; part < _parts.Count; part++)
        {
            var target = _parts.PlaceOf(part, into);
            TensorPrimitives.MultiplyAdd(_parts.Of(part, CodeOf(row, part)), length, target, target);
        }
    }

    /// <inheritdoc/>
    public override float Dot(int row, ReadOnlySpan<float> vector)
    {
        var sum = 0f;
        for (var part = 0; part < _parts.Count; part++)
        {
            sum += TensorPrimitives.Dot(_parts.Of(part, CodeOf(row, part)), _parts.PlaceOf(part, vector));
        }

        return sum * LengthOf(row);
    }

    /// <summary>Reads a matrix.</summary>
    public static QuantizedMatrix Read(BinaryReader reader, int dimensions)
    {
        var hasLengths = reader.ReadBoolean();
        var (rows, columns) = (reader.ReadInt64(), reader.ReadInt64());
        Check(columns, dimensions);
        var codes = Values<byte>(reader, reader.ReadInt32());
        var parts = FastTextCentroids.Read(reader, dimensions, Values<float>);
        if (rows < 0 || codes.Length != checked(rows * parts.Count))
        {
            throw new InvalidDataException("It has fewer codes than rows.");
        }

        return hasLengths
            ? new(rows, codes, parts, Values<byte>(reader, rows), FastTextCentroids.Read(reader, 1, Values<float>))
            : new(rows, codes, parts, null, null);
    }

    private byte CodeOf(int row, int part) => _codes[checked((row * _parts.Count) + part)];

    private float LengthOf(int row) => _lengths is null ? 1 : _lengths.Of(0, _lengthCodes![row])[0];
}
