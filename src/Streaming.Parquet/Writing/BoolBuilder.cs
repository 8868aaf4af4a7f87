using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>A column of truth values, a bit each.</summary>
internal sealed class BoolBuilder() : ColumnBuilder(ArrowTypes.BooleanType.Default)
{
    private readonly GrowingBuffer _bits = new();

    public override long Bytes => _bits.Length;

    public override Arrow.ArrayData Build() => new(Type, Length, Validity.Nulls, 0, [Validity.Buffer, new(_bits.Written)], children: null);

    public override void Clear()
    {
        base.Clear();
        _bits.Clear();
    }

    public override void Summarise(string path, IDictionary<string, ColumnStatistics> into) => into[path] = new(NullsInFile, null, null);

    public override void Dispose()
    {
        base.Dispose();
        _bits.Dispose();
    }

    protected override void AppendValue(object value)
    {
        var bit = value as bool? ?? throw Misfit(value);
        Put(Length, bit);
        Count();
    }

    // The base class has counted the null already.
    protected override void AppendPlaceholder() => Put(Length - 1, false);

    private void Put(int at, bool bit)
    {
        if ((at & 7) == 0)
        {
            _bits.Append((byte)0);
        }

        if (bit)
        {
            _bits.Bytes[^1] |= (byte)(1 << (at & 7));
        }
    }
}
