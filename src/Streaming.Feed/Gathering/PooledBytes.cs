using System.Buffers;

namespace Streaming.Feed.Gathering;

/// <summary>A growing run of bytes in a pooled array.</summary>
internal sealed class PooledBytes : IDisposable
{
    private const int Least = 256;

    private byte[] _array = [];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; until the next change.</summary>
    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>The same, to be changed.</summary>
    public Span<byte> Written => _array.AsSpan(0, Length);

    /// <summary>Appends bytes whose content is the caller's to fill.</summary>
    public Span<byte> Add(long count)
    {
        var length = Length + count;
        if (length > Array.MaxLength)
        {
            throw new BadInputException("A batch would be larger than 2 GB: ask for fewer rows with batch_rows.");
        }

        if (length > _array.Length)
        {
            Grow((int)length);
        }

        var added = _array.AsSpan(Length, (int)count);
        Length = (int)length;
        return added;
    }

    public void Dispose()
    {
        Return();
        _array = [];
        Length = 0;
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Least, Math.Max(length, 2L * _array.Length))));
        _array.AsSpan(0, Length).CopyTo(larger);
        Return();
        _array = larger;
    }

    private void Return()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
