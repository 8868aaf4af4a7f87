using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Brings values of several arrays of one type together in the order in which they are asked for. Short runs are copied, long ones noted; nothing is boxed.</summary>
internal abstract class ColumnGather : IDisposable
{
    private static readonly GatheredBytes None = new();

    private readonly GatheredBytes _validity = new();
    private int _nulls;

    /// <summary>Values so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of its own memory.</summary>
    public long Own => _validity.Own + OwnOfValues;

    /// <summary>A gatherer of a type; one that feeds do not carry is a <see cref="BadInputException"/>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="slices">Whether long runs are noted only: then what they are noted of has to stay.</param>
    public static ColumnGather Of(ArrowTypes.IArrowType type, bool slices) => type switch
    {
        ArrowTypes.BooleanType => new BitGather(),
        ArrowTypes.StringType or ArrowTypes.BinaryType => new BytesGather(isLarge: false, slices),
        ArrowTypes.LargeStringType or ArrowTypes.LargeBinaryType => new BytesGather(isLarge: true, slices),
        ArrowTypes.ListType l => new ListGather(l.ValueDataType, isLarge: false, slices),
        ArrowTypes.LargeListType l => new ListGather(l.ValueDataType, isLarge: true, slices),
        ArrowTypes.MapType m => new ListGather(m.KeyValueType, isLarge: false, slices),
        ArrowTypes.FixedSizeListType l => new FixedListGather(l.ValueDataType, l.ListSize, slices),
        ArrowTypes.StructType s => new StructGather(s, slices),
        ArrowTypes.FixedWidthType { BitWidth: var bits } when bits % 8 == 0 => new FixedGather(bits / 8, slices),
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

    /// <summary>Adds the result; its buffers are this object's, until that is disposed.</summary>
    public void AddTo(ColumnLayout layout)
    {
        layout.AddArray(Length, _nulls);

        layout.AddBuffer(_nulls > 0 ? _validity : None);
        AddValues(layout);
    }

    public virtual void Dispose() => _validity.Dispose();

    /// <summary>Those of the values.</summary>
    protected abstract long OwnOfValues { get; }

    /// <summary>Copies values; ranges count from the array's offset.</summary>
    protected abstract void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges);

    /// <summary>Makes room for values that are null.</summary>
    protected abstract void CopyNothing(int count);

    /// <summary>Adds what comes behind the validity: buffers, then children.</summary>
    protected abstract void AddValues(ColumnLayout layout);

    // The bitmap is made with the first null: most columns have none.
    private void AppendValidity(ReadOnlySpan<byte> bits, int from, int count)
    {
        if (bits.IsEmpty)
        {
            // There are bits, perhaps of values that none of is null: those behind have to have theirs, too.
            if (_validity.Length > 0)
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
