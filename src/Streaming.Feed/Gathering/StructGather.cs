using Apache.Arrow;

namespace Streaming.Feed.Gathering;

/// <summary>Structs: a value of each field.</summary>
internal sealed class StructGather(ArrowTypes.StructType type, bool slices) : ColumnGather
{
    private readonly ColumnGather[] _fields = [.. type.Fields.Select(f => Of(f.DataType, slices))];

    public override void Dispose()
    {
        System.Array.ForEach(_fields, f => f.Dispose());
        base.Dispose();
    }

    protected override void Copy(ArrayData source, ReadOnlySpan<RowRange> ranges)
    {
        if (source.Offset != 0)
        {
            ranges = ranges.ToArray().Select(r => r with { Start = r.Start + source.Offset }).ToArray();
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            _fields[i].Append(source.Children[i], ranges);
        }
    }

    protected override void CopyNothing(int count) => System.Array.ForEach(_fields, f => f.AppendNulls(count));

    protected override long OwnOfValues => _fields.Sum(f => f.Own);

    protected override void AddValues(ColumnLayout layout) => System.Array.ForEach(_fields, f => f.AddTo(layout));
}
