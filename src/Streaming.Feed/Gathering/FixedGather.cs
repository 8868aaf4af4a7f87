using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Values of so many bytes each.</summary>
internal sealed class FixedGather(ArrowTypes.IArrowType type, int width) : ColumnGather(type)
{
    private readonly PooledBytes _values = new();

    public override long Bytes => ValidityBytes + _values.Length;

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        var values = source.Buffers[1].Span;
        foreach (var range in ranges)
        {
            values.Slice((source.Offset + range.Start) * width, range.Length * width).CopyTo(_values.Add((long)range.Length * width));
        }
    }

    protected override void CopyNothing(int count) => _values.Add((long)count * width).Clear();

    protected override ArrayData Build(int length, int nulls, ArrowBuffer validity) => new(Type, length, nulls, 0, [validity, new ArrowBuffer(_values.Memory)]);
}
