using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Booleans: a bit each.</summary>
internal sealed class BitGather : ColumnGather
{
    private readonly GatheredBytes _bits = new();
    private int _count;

    public override void Dispose()
    {
        _bits.Dispose();
        base.Dispose();
    }

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        foreach (var range in ranges)
        {
            var at = _count;
            CopyNothing(range.Length);
            BitRuns.Copy(source.Buffers[1].Span, source.Offset + range.Start, _bits, at, range.Length);
        }
    }

    protected override void CopyNothing(int count)
    {
        _count += count;
        _bits.Add(((_count + 7) / 8) - _bits.Length).Clear();
    }

    protected override long OwnOfValues => _bits.Own;

    protected override void AddValues(ColumnLayout layout) => layout.AddBuffer(_bits);
}
