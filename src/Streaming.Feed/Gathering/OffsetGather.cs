using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Values of any length: offsets, and what lies between them.</summary>
internal abstract class OffsetGather : ColumnGather
{
    private readonly GatheredBytes _offsets = new();
    private readonly bool _isLarge;
    private readonly List<RowRange> _inner = [];
    private long _end;

    protected OffsetGather(bool isLarge)
    {
        _isLarge = isLarge;
        Put(0);
    }

    public override void Dispose()
    {
        _offsets.Dispose();
        base.Dispose();
    }

    /// <summary>Copies what lies between offsets; ranges count the source's inner values, without an offset of theirs.</summary>
    protected abstract void CopyInner(ArrayData source, ReadOnlySpan<RowRange> ranges);

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        _inner.Clear();
        foreach (var range in ranges)
        {
            CopyOffsets(source, range);
        }

        CopyInner(source, CollectionsMarshal.AsSpan(_inner));
    }

    protected override void CopyNothing(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Put(_end);
        }
    }

    protected override long OwnOfValues => _offsets.Own;

    protected override void AddValues(ColumnLayout layout) => layout.AddBuffer(_offsets);

    private void CopyOffsets(ArrayData source, RowRange range)
    {
        var first = source.Offset + range.Start;
        var (start, end) = (At(source, first), At(source, first));
        for (var i = 1; i <= range.Length; i++)
        {
            end = At(source, first + i);
            Put(_end + (end - start));
        }

        _end += end - start;
        _inner.Add(new(checked((int)start), checked((int)(end - start))));
    }

    private long At(ArrayData source, int index) => _isLarge ? MemoryMarshal.Cast<byte, long>(source.Buffers[1].Span)[index] : MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span)[index];

    private void Put(long offset)
    {
        if (_isLarge)
        {
            MemoryMarshal.Write(_offsets.Add(sizeof(long)), offset);
        }
        else if (offset <= int.MaxValue)
        {
            MemoryMarshal.Write(_offsets.Add(sizeof(int)), (int)offset);
        }
        else
        {
            throw new BadInputException("A batch would be larger than 2 GB: ask for fewer rows with batch_rows.");
        }
    }
}
