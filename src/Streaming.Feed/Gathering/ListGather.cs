using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Lists, and maps as lists of pairs.</summary>
internal sealed class ListGather(ArrowTypes.IArrowType type, ArrowTypes.IArrowType inner, bool isLarge) : OffsetGather(type, isLarge)
{
    private readonly ColumnGather _values = Of(inner);

    public override long Bytes => base.Bytes + _values.Bytes;

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void CopyInner(ArrayData source, ReadOnlySpan<RowRange> ranges) => _values.Append(source.Children[0], ranges);

    protected override ArrayData Build(int length, int nulls, ArrowBuffer validity) => new(Type, length, nulls, 0, [validity, Offsets], [_values.Build()]);
}
