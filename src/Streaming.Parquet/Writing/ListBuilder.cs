using System.Collections;

namespace Streaming.Parquet.Writing;

/// <summary>A column of lists. Lists of int32 and float32 are copied as one block each.</summary>
internal sealed class ListBuilder(ArrowTypes.IArrowType type, ColumnBuilder element) : ColumnBuilder(type)
{
    private readonly GrowingBuffer _offsets = new();

    public override long Bytes => _offsets.Length + element.Bytes;

    /// <summary>Ends a list whose elements were appended to the element's builder.</summary>
    public void EndList()
    {
        EndOffset();
        Count();
    }

    public override Arrow.ArrayData Build()
    {
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        return new(Type, Length, Validity.Nulls, 0, [Validity.Buffer, new(_offsets.Written)], [element.Build()]);
    }

    public override void Clear()
    {
        base.Clear();
        _offsets.Clear();
        element.Clear();
    }

    public override void Describe(string path, ICollection<LeafTraits> into)
    {
        var leaves = new List<LeafTraits>();
        element.Describe(path + ".list.element", leaves);
        foreach (var leaf in leaves)
        {
            into.Add(leaf with { IsCounted = false });
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _offsets.Dispose();
        element.Dispose();
    }

    protected override void AppendValue(object value)
    {
        switch (value, element)
        {
            case (int[] values, FixedBuilder<int> fixedWidth): fixedWidth.AppendRun(values); break;
            case (float[] values, FixedBuilder<float> fixedWidth): fixedWidth.AppendRun(values); break;
            case (object?[] values, _): AppendElements(values); break;
            case (string or byte[], _): throw Misfit(value);
            case (IEnumerable values, _): AppendElements(values); break;
            default: throw Misfit(value);
        }

        EndList();
    }

    protected override void AppendPlaceholder() => EndOffset();

    private void AppendElements(IEnumerable values)
    {
        foreach (var value in values)
        {
            element.Append(value);
        }
    }

    private void EndOffset()
    {
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        _offsets.Append(element.Length);
    }
}
