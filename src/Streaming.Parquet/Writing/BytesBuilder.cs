namespace Streaming.Parquet.Writing;

/// <summary>A column of byte strings: one buffer of bytes, one of offsets.</summary>
internal class BytesBuilder(ArrowTypes.IArrowType type) : ColumnBuilder(type)
{
    private readonly GrowingBuffer _offsets = new();

    public BytesBuilder() : this(ArrowTypes.BinaryType.Default)
    {
    }

    public override long Bytes => Content.Length + _offsets.Length;

    protected GrowingBuffer Content { get; } = new();

    public void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        Content.Append(bytes);
        EndValue();
    }

    public override Arrow.ArrayData Build()
    {
        // The first offset is due even for a column without rows.
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        return new(Type, Length, Validity.Nulls, 0, [Validity.Buffer, new(_offsets.Written), new(Content.Written)], children: null);
    }

    public override void Clear()
    {
        base.Clear();
        _offsets.Clear();
        Content.Clear();
    }

    public override void Summarise(string path, IDictionary<string, Tables.ColumnStatistics> into) => into[path] = new(NullsInFile, null, null);

    public override void Dispose()
    {
        base.Dispose();
        _offsets.Dispose();
        Content.Dispose();
    }

    protected override void AppendValue(object value)
    {
        switch (value)
        {
            case byte[] bytes: AppendBytes(bytes); break;
            case ReadOnlyMemory<byte> bytes: AppendBytes(bytes.Span); break;
            default: throw Misfit(value);
        }
    }

    protected override void AppendPlaceholder() => EndOffset();

    protected void EndValue()
    {
        EndOffset();
        Count();
    }

    private void EndOffset()
    {
        if (_offsets.Length == 0)
        {
            _offsets.Append(0);
        }

        _offsets.Append(Content.Length);
    }
}
