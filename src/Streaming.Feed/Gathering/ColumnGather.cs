using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Brings values of several arrays of one type together in the order in which they are asked for. Whole runs are copied, nothing is boxed; the result lies in pooled memory.</summary>
internal abstract class ColumnGather(ArrowTypes.IArrowType type) : IDisposable
{
    private readonly PooledBytes _validity = new();
    private int _nulls;

    /// <summary>Values so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes that it holds.</summary>
    public abstract long Bytes { get; }

    /// <summary>A gatherer of a type; one that feeds do not carry is a <see cref="BadInputException"/>.</summary>
    public static ColumnGather Of(ArrowTypes.IArrowType type) => type switch
    {
        ArrowTypes.BooleanType => new BitGather(type),
        ArrowTypes.StringType or ArrowTypes.BinaryType => new BytesGather(type, isLarge: false),
        ArrowTypes.LargeStringType or ArrowTypes.LargeBinaryType => new BytesGather(type, isLarge: true),
        ArrowTypes.ListType l => new ListGather(type, l.ValueDataType, isLarge: false),
        ArrowTypes.LargeListType l => new ListGather(type, l.ValueDataType, isLarge: true),
        ArrowTypes.MapType m => new ListGather(type, m.KeyValueType, isLarge: false),
        ArrowTypes.FixedSizeListType l => new FixedListGather(type, l.ValueDataType, l.ListSize),
        ArrowTypes.StructType s => new StructGather(s),
        ArrowTypes.FixedWidthType { BitWidth: var bits } when bits % 8 == 0 => new FixedGather(type, bits / 8),
        _ => throw new BadInputException($"Columns of Arrow's type {type.Name} are not fed: name the others with columns."),
    };

    /// <summary>Appends values of an array.</summary>
    public void Append(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        var hasNulls = source.Buffers.Length > 0 && source.Buffers[0].Length > 0 && source.NullCount != 0;
        foreach (var range in ranges)
        {
            AppendValidity(hasNulls ? source.Buffers[0].Span : default, source.Offset + range.Start, range.Length);
        }

        Copy(source, ranges);
    }

    /// <summary>Appends nulls, as where a file has not the column.</summary>
    public void AppendNulls(int count)
    {
        EnsureValidity(Length + count);
        _nulls += count;
        Length += count;
        CopyNothing(count);
    }

    /// <summary>The result; it lies in this object's memory, until that is disposed.</summary>
    public ArrayData Build()
    {
        var validity = _nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_validity.Memory);
        return Build(Length, _nulls, validity);
    }

    public virtual void Dispose() => _validity.Dispose();

    /// <summary>The type.</summary>
    protected ArrowTypes.IArrowType Type { get; } = type;

    /// <summary>Bytes of the validity.</summary>
    protected long ValidityBytes => _validity.Length;

    /// <summary>Copies values; ranges count from the array's offset.</summary>
    protected abstract void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges);

    /// <summary>Makes room for values that are null.</summary>
    protected abstract void CopyNothing(int count);

    /// <summary>Puts the buffers together.</summary>
    protected abstract ArrayData Build(int length, int nulls, ArrowBuffer validity);

    // The bitmap is made with the first null: most columns have none.
    private void AppendValidity(ReadOnlySpan<byte> bits, int from, int count)
    {
        if (bits.IsEmpty)
        {
            if (_nulls > 0)
            {
                EnsureValidity(Length + count);
                BitRuns.Set(_validity, Length, count);
            }
        }
        else
        {
            EnsureValidity(Length + count);
            _nulls += count - BitRuns.Copy(bits, from, _validity, Length, count);
        }

        Length += count;
    }

    private void EnsureValidity(int length)
    {
        var isFirst = _validity.Length == 0;
        var missing = ((length + 7) / 8) - _validity.Length;
        if (missing > 0)
        {
            _validity.Add(missing).Clear();
        }

        if (isFirst)
        {
            BitRuns.Set(_validity, 0, Length);
        }
    }
}
