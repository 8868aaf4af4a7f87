using Apache.Arrow.Arrays;

namespace Streaming.Parquet.Columns;

/// <summary>Turns Arrow arrays into values as <see cref="ColumnType"/>'s remarks define them, a column at a time. The values own their memory: the array may be disposed.</summary>
public static class ArrowDecoder
{
    /// <summary>The values of the whole array.</summary>
    public static object?[] Decode(Arrow.IArrowArray array) => Decode(array, 0, array.Length);

    /// <summary>The values of <paramref name="count"/> rows from <paramref name="from"/>.</summary>
    internal static object?[] Decode(Arrow.IArrowArray array, int from, int count) => array switch
    {
        Arrow.BinaryArray or Arrow.LargeBinaryArray or Arrow.BinaryViewArray => ArrowBytes.Decode(array, from, count),
        Arrow.Decimal32Array or Arrow.Decimal64Array or Arrow.Decimal128Array => ArrowScalars.Decimals((FixedSizeBinaryArray)array, from, count),
        FixedSizeBinaryArray a => ArrowBytes.Decode(a, from, count),
        Arrow.DictionaryArray a => Dictionary(a, from, count),
        Arrow.MapArray a => Maps(a, from, count),
        Arrow.ListArray a => Lists(a, a.Values, a.ValueOffsets, from, count),
        Arrow.LargeListArray a => Lists(a, a.Values, Narrow(a.ValueOffsets), from, count),
        Arrow.FixedSizeListArray a => Lists(a, a.Values, Steps(a), from, count),
        Arrow.StructArray a => Structs(a, from, count),
        Arrow.NullArray => new object?[count],
        _ => ArrowScalars.Decode(array, from, count),
    };

    private static object?[] Dictionary(Arrow.DictionaryArray array, int from, int count)
    {
        var entries = Decode(array.Dictionary);
        var indices = ArrowScalars.Decode(array.Indices, from, count);
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = indices[i] is { } at ? entries[Convert.ToInt32(at, System.Globalization.CultureInfo.InvariantCulture)] : null;
        }

        return values;
    }

    private static object?[] Structs(Arrow.StructArray array, int from, int count)
    {
        var fields = array.Fields.Select(f => Decode(f, from, count)).ToArray();
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            if (array.IsValid(from + i))
            {
                var row = new object?[fields.Length];
                for (var f = 0; f < row.Length; f++)
                {
                    row[f] = fields[f][i];
                }

                values[i] = row;
            }
        }

        return values;
    }

    private static object?[] Maps(Arrow.MapArray array, int from, int count)
    {
        var offsets = array.ValueOffsets.Slice(from, count + 1);
        var start = offsets[0];
        var keys = Decode(array.Keys, start, offsets[count] - start);
        var items = Decode(array.Values, start, offsets[count] - start);
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            if (array.IsValid(from + i))
            {
                var map = new KeyValuePair<object, object?>[offsets[i + 1] - offsets[i]];
                for (var j = 0; j < map.Length; j++)
                {
                    var at = offsets[i] - start + j;
                    map[j] = new(keys[at]!, items[at]);
                }

                values[i] = map;
            }
        }

        return values;
    }

    private static object?[] Lists(Arrow.Array array, Arrow.IArrowArray elements, ReadOnlySpan<int> allOffsets, int from, int count)
    {
        var offsets = allOffsets.Slice(from, count + 1);
        return elements switch
        {
            Arrow.Int32Array a => Blocks(array, a, offsets, from),
            Arrow.FloatArray a => Blocks(array, a, offsets, from),

            // The elements of all rows are decoded at once: a call per row would cost more than the rows of short lists do.
            _ => Slices(array, Decode(elements, offsets[0], offsets[count] - offsets[0]), offsets, from),
        };
    }

    private static object?[] Slices(Arrow.Array array, object?[] elements, ReadOnlySpan<int> offsets, int from)
    {
        var values = new object?[offsets.Length - 1];
        for (var i = 0; i < values.Length; i++)
        {
            if (array.IsValid(from + i))
            {
                values[i] = new ReadOnlySpan<object?>(elements, offsets[i] - offsets[0], offsets[i + 1] - offsets[i]).ToArray();
            }
        }

        return values;
    }

    // A list without nulls is one copy of memory, whatever its neighbours hold: a value does not depend on the batch that it came in.
    private static object?[] Blocks<T>(Arrow.Array array, Arrow.PrimitiveArray<T> elements, ReadOnlySpan<int> offsets, int from) where T : struct, IEquatable<T>
    {
        var values = new object?[offsets.Length - 1];
        for (var i = 0; i < values.Length; i++)
        {
            if (array.IsValid(from + i))
            {
                var (start, end) = (offsets[i], offsets[i + 1]);
                values[i] = HasNoNull(elements, start, end) ? elements.Values[start..end].ToArray() : ArrowScalars.Decode(elements, start, end - start);
            }
        }

        return values;
    }

    private static bool HasNoNull(Arrow.Array array, int from, int to)
    {
        if (array.NullCount > 0)
        {
            for (var i = from; i < to; i++)
            {
                if (array.IsNull(i))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int[] Narrow(ReadOnlySpan<long> offsets)
    {
        var narrow = new int[offsets.Length];
        for (var i = 0; i < narrow.Length; i++)
        {
            narrow[i] = checked((int)offsets[i]);
        }

        return narrow;
    }

    private static int[] Steps(Arrow.FixedSizeListArray array)
    {
        var width = ((ArrowTypes.FixedSizeListType)array.Data.DataType).ListSize;
        var steps = new int[array.Length + 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = checked((array.Offset + i) * width);
        }

        return steps;
    }
}
