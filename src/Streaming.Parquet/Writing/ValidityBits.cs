namespace Streaming.Parquet.Writing;

/// <summary>Which rows hold a value, a bit a row as Arrow lays them out. Takes no memory before the first null.</summary>
internal sealed class ValidityBits : IDisposable
{
    private readonly GrowingBuffer _bits = new();
    private int _length;

    /// <summary>Nulls since <see cref="Clear"/>.</summary>
    public int Nulls { get; private set; }

    public Arrow.ArrowBuffer Buffer => Nulls == 0 ? Arrow.ArrowBuffer.Empty : new(_bits.Written);

    public void AppendValid(int count = 1)
    {
        if (Nulls == 0)
        {
            _length += count;
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Append(true);
        }
    }

    public void AppendNull()
    {
        if (Nulls == 0)
        {
            var before = _length;
            _length = 0;
            for (var i = 0; i < before; i++)
            {
                Append(true);
            }
        }

        Append(false);
        Nulls++;
    }

    public void Clear()
    {
        _bits.Clear();
        _length = 0;
        Nulls = 0;
    }

    public void Dispose() => _bits.Dispose();

    private void Append(bool valid)
    {
        if ((_length & 7) == 0)
        {
            _bits.Append((byte)0);
        }

        if (valid)
        {
            _bits.Bytes[^1] |= (byte)(1 << (_length & 7));
        }

        _length++;
    }
}
