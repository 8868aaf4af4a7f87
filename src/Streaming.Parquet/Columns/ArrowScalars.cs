using System.Numerics;
using Apache.Arrow.Arrays;

namespace Streaming.Parquet.Columns;

/// <summary>Decodes arrays of fixed-width values.</summary>
internal static class ArrowScalars
{
    private const long MillisecondsPerDay = 86_400_000;

    public static object?[] Decode(Arrow.IArrowArray array, int from, int count) => array switch
    {
        Arrow.BooleanArray a => Bools(a, from, count),
        Arrow.Int8Array a => Integers(a, from, count),
        Arrow.Int16Array a => Integers(a, from, count),
        Arrow.Int32Array a => Integers(a, from, count),
        Arrow.Int64Array a => Integers(a, from, count),
        Arrow.UInt8Array a => Integers(a, from, count),
        Arrow.UInt16Array a => Integers(a, from, count),
        Arrow.UInt32Array a => Integers(a, from, count),
        Arrow.UInt64Array a => Values(a, from, count, v => v),
        Arrow.HalfFloatArray a => Values(a, from, count, v => (double)v),
        Arrow.FloatArray a => Values(a, from, count, v => (double)v),
        Arrow.DoubleArray a => Values(a, from, count, v => v),
        Arrow.Date32Array a => Integers(a, from, count),
        Arrow.Date64Array a => Values(a, from, count, v => Boxes.Of(FloorDiv(v, MillisecondsPerDay))),
        Arrow.TimestampArray a => Integers(a, from, count),
        Arrow.Time32Array a => Integers(a, from, count),
        Arrow.Time64Array a => Integers(a, from, count),
        Arrow.DurationArray a => Integers(a, from, count),
        _ => throw new NotSupportedException($"Arrays of {array.Data.DataType.Name} are not supported."),
    };

    public static object?[] Decimals(FixedSizeBinaryArray array, int from, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            if (array.IsValid(from + i))
            {
                values[i] = Int128OfLittleEndian(array.GetBytes(from + i));
            }
        }

        return values;
    }

    public static long FloorDiv(long value, long by) => value >= 0 ? value / by : ((value + 1) / by) - 1;

    private static Int128 Int128OfLittleEndian(ReadOnlySpan<byte> bytes)
    {
        Int128 value = (sbyte)bytes[^1];
        for (var i = bytes.Length - 2; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private static object?[] Bools(Arrow.BooleanArray array, int from, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = array.GetValue(from + i) is { } value ? Boxes.Of(value) : null;
        }

        return values;
    }

    private static object?[] Integers<T>(Arrow.PrimitiveArray<T> array, int from, int count) where T : struct, IEquatable<T>, IBinaryInteger<T> =>
        Values(array, from, count, v => Boxes.Of(long.CreateTruncating(v)));

    private static object?[] Values<T>(Arrow.PrimitiveArray<T> array, int from, int count, Func<T, object> box) where T : struct, IEquatable<T>
    {
        var values = new object?[count];
        var raw = array.Values.Slice(from, count);
        var hasNulls = array.NullCount > 0;
        for (var i = 0; i < count; i++)
        {
            if (!hasNulls || array.IsValid(from + i))
            {
                values[i] = box(raw[i]);
            }
        }

        return values;
    }
}
