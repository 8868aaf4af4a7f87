using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Lists of one length.</summary>
internal sealed class FixedListGather(ArrowTypes.IArrowType type, ArrowTypes.IArrowType inner, int size) : ColumnGather(type)
{
    private readonly ColumnGather _values = Of(inner);

    public override long Bytes => ValidityBytes + _values.Bytes;

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        foreach (var range in ranges)
        {
            _values.Append(source.Children[0], [new((source.Offset + range.Start) * size, range.Length * size)]);
        }
    }

    protected override void CopyNothing(int count) => _values.AppendNulls(count * size);

    protected override ArrayData Build(int length, int nulls, ArrowBuffer validity) => new(Type, length, nulls, 0, [validity], [_values.Build()]);
}
