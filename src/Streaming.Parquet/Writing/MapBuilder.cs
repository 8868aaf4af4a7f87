namespace Streaming.Parquet.Writing;

/// <summary>A column of maps: lists of key–value pairs.</summary>
internal sealed class MapBuilder(ArrowTypes.MapType type, ColumnBuilder key, ColumnBuilder item) : ColumnBuilder(type)
{
    private readonly GrowingBuffer _offsets = new();

    public override long Bytes => _offsets.Length + key.Bytes + item.Bytes;

    public override Arrow.ArrayData Build()
    {
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        var pairs = new Arrow.ArrayData(((ArrowTypes.MapType)Type).KeyValueType, key.Length, 0, 0, [Arrow.ArrowBuffer.Empty], [key.Build(), item.Build()]);
        return new(Type, Length, Validity.Nulls, 0, [Validity.Buffer, new(_offsets.Written)], [pairs]);
    }

    public override void Clear()
    {
        base.Clear();
        _offsets.Clear();
        key.Clear();
        item.Clear();
    }

    public override void Describe(string path, ICollection<LeafTraits> into)
    {
        into.Add(new(path + ".key_value.key", IsRepetitive: true, IsCounted: false));
        item.Describe(path + ".key_value.value", into);
    }

    public override void Dispose()
    {
        base.Dispose();
        _offsets.Dispose();
        key.Dispose();
        item.Dispose();
    }

    protected override void AppendValue(object value)
    {
        if (value is not KeyValuePair<object, object?>[] pairs)
        {
            throw Misfit(value);
        }

        foreach (var pair in pairs)
        {
            key.Append(pair.Key);
            item.Append(pair.Value);
        }

        EndOffset();
        Count();
    }

    protected override void AppendPlaceholder() => EndOffset();

    private void EndOffset()
    {
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        _offsets.Append(key.Length);
    }
}
