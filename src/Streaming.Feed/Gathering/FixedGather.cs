using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Values of so many bytes each.</summary>
internal sealed class FixedGather(int width, bool slices) : ColumnGather
{
    private readonly GatheredBytes _values = new(slices);

    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        var values = source.Buffers[1].Memory;
        foreach (var range in ranges)
        {
            _values.Add(values.Slice((source.Offset + range.Start) * width, range.Length * width));
        }
    }

    protected override void CopyNothing(int count) => _values.Add((long)count * width).Clear();

    protected override long OwnOfValues => _values.Own;

    protected override void AddValues(ColumnLayout layout) => layout.AddBuffer(_values);
}
