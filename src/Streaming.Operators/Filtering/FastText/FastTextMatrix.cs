using System.Runtime.InteropServices;

namespace Streaming.Operators.Filtering.FastText;

/// <summary>The rows of a fastText model: as they are (<c>.bin</c>), or as codes for parts of them (<c>.ftz</c>).</summary>
internal abstract class FastTextMatrix
{
    /// <summary>The number of rows.</summary>
    public abstract long Rows { get; }

    /// <summary>Adds a row to a vector.</summary>
    public abstract void Add(int row, Span<float> into);

    /// <summary>The product of a row and a vector.</summary>
    public abstract float Dot(int row, ReadOnlySpan<float> vector);

    /// <summary>Reads a matrix.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static FastTextMatrix Read(BinaryReader reader, bool isQuantized, int dimensions) =>
        isQuantized ? QuantizedMatrix.Read(reader, dimensions) : DenseMatrix.Read(reader, dimensions);

    /// <summary>So many values of the file. What it is too short for is not even made room for.</summary>
    protected static T[] Values<T>(BinaryReader reader, long count)
        where T : unmanaged
    {
        if (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / Marshal.SizeOf<T>())
        {
            throw new InvalidDataException("It ends early.");
        }

        var values = new T[checked((int)count)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Refuses a matrix of another width.</summary>
    protected static void Check(long columns, int dimensions)
    {
        if (columns != dimensions)
        {
            throw new InvalidDataException($"A matrix has {columns} columns instead of {dimensions}.");
        }
    }
}
