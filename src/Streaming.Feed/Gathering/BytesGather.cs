using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Texts and binary values.</summary>
internal sealed class BytesGather(bool isLarge, bool slices) : OffsetGather(isLarge)
{
    private readonly GatheredBytes _values = new(slices);

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void CopyInner(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        var values = source.Buffers[2].Memory;
        foreach (var range in ranges)
        {
            _values.Add(values.Slice(range.Start, range.Length));
        }
    }

    protected override long OwnOfValues => base.OwnOfValues + _values.Own;

    protected override void AddValues(ColumnLayout layout)
    {
        base.AddValues(layout);
        layout.AddBuffer(_values);
    }
}
