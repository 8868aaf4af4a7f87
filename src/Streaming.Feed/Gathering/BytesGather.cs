using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Texts and binary values.</summary>
internal sealed class BytesGather(ArrowTypes.IArrowType type, bool isLarge) : OffsetGather(type, isLarge)
{
    private readonly PooledBytes _values = new();

    public override long Bytes => base.Bytes + _values.Length;

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void CopyInner(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        var values = source.Buffers[2].Span;
        foreach (var range in ranges)
        {
            values.Slice(range.Start, range.Length).CopyTo(_values.Add(range.Length));
        }
    }

    protected override ArrayData Build(int length, int nulls, ArrowBuffer validity) => new(Type, length, nulls, 0, [validity, Offsets, new ArrowBuffer(_values.Memory)]);
}
