using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Lists of one length.</summary>
internal sealed class FixedListGather(ArrowTypes.IArrowType inner, int size, bool slices) : ColumnGather
{
    private readonly ColumnGather _values = Of(inner, slices);

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

    protected override long OwnOfValues => _values.Own;

    protected override void AddValues(ColumnLayout layout) => _values.AddTo(layout);
}
