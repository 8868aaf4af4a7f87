using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>The shape of records of whole numbers: those that they are sorted by come first, figures of two numbers each after them.</summary>
/// <param name="Keys">How many numbers they are sorted by.</param>
/// <param name="Figures">How many figures follow.</param>
/// <param name="FromRight">Whether the last key is looked at first.</param>
internal readonly record struct RecordShape(int Keys, int Figures, bool FromRight)
{
    /// <summary>The numbers of a record.</summary>
    public int Width => Keys + (2 * Figures);

    /// <summary>Which of two records comes first.</summary>
    public int Compare(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (var i = 0; i < Keys; i++)
        {
            var at = FromRight ? Keys - 1 - i : i;
            if (a[at] != b[at])
            {
                return a[at] < b[at] ? -1 : 1;
            }
        }

        return 0;
    }

    /// <summary>A figure that is a count.</summary>
    public long Count(ReadOnlySpan<int> record, int figure = 0) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(record, figure));

    /// <summary>A figure that is a fraction.</summary>
    public double Share(ReadOnlySpan<int> record, int figure = 0) => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(record, figure));

    /// <summary>Sets a figure that is a count.</summary>
    public void Set(Span<int> record, int figure, long count) => BinaryPrimitives.WriteInt64LittleEndian(MemoryMarshal.AsBytes(record.Slice(Keys + (2 * figure), 2)), count);

    /// <summary>Sets a figure that is a fraction.</summary>
    public void Set(Span<int> record, int figure, double share) => BinaryPrimitives.WriteDoubleLittleEndian(MemoryMarshal.AsBytes(record.Slice(Keys + (2 * figure), 2)), share);

    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<int> record, int figure) => MemoryMarshal.AsBytes(record.Slice(Keys + (2 * figure), 2));
}
