using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Lists, and maps as lists of pairs.</summary>
internal sealed class ListGather(ArrowTypes.IArrowType inner, bool isLarge, bool slices) : OffsetGather(isLarge)
{
    private readonly ColumnGather _values = Of(inner, slices);

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void CopyInner(ArrayData source, ReadOnlySpan<RowRange> ranges) => _values.Append(source.Children[0], ranges);

    protected override long OwnOfValues => base.OwnOfValues + _values.Own;

    protected override void AddValues(ColumnLayout layout)
    {
        base.AddValues(layout);
        _values.AddTo(layout);
    }
}
