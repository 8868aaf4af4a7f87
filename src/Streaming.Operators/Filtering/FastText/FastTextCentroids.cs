namespace Streaming.Operators.Filtering.FastText;

/// <summary>The 256 centroids of each part of a vector. All parts are as long, but the last may be shorter.</summary>
internal sealed class FastTextCentroids
{
    private const int Codes = 256;

    private readonly float[] _values;
    private readonly int _length;
    private readonly int _lastLength;

    private FastTextCentroids(float[] values, int count, int length, int lastLength) => (_values, Count, _length, _lastLength) = (values, count, length, lastLength);

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    /// <summary>The centroid of a part.</summary>
    public ReadOnlySpan<float> Of(int part, byte code) => _values.AsSpan((part * Codes * _length) + (code * LengthOf(part)), LengthOf(part));

    /// <summary>Where a part lies in a vector.</summary>
    public Span<float> PlaceOf(int part, Span<float> vector) => vector.Slice(part * _length, LengthOf(part));

    /// <summary>Where a part lies in a vector.</summary>
    public ReadOnlySpan<float> PlaceOf(int part, ReadOnlySpan<float> vector) => vector.Slice(part * _length, LengthOf(part));

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">They do not make up a vector.</exception>
    public static FastTextCentroids Read(BinaryReader reader, int dimensions, Func<BinaryReader, long, float[]> values)
    {
        var (total, count, length, last) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        return total == dimensions && count > 0 && length > 0 && last > 0 && last <= length && ((count - 1L) * length) + last == total
            ? new(values(reader, (long)total * Codes), count, length, last)
            : throw new InvalidDataException($"Its {count} parts of {length} do not make up {dimensions} dimensions.");
    }

    private int LengthOf(int part) => part == Count - 1 ? _lastLength : _length;
}
