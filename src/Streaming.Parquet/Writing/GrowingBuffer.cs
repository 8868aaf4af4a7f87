using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Parquet.Writing;

/// <summary>Bytes that grow by doubling and are used again for the next row group. Arrow sees them in place: nothing is copied on the way to the file.</summary>
internal sealed class GrowingBuffer : IDisposable
{
    // The shared pool keeps what it once lent for minutes, of every size that a buffer had as it grew: large ones are left to the garbage collector.
    private const int LargestPooled = 1 << 20;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>What it takes of memory.</summary>
    public int Capacity => _bytes.Length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Append<T>(T value) where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        Unsafe.WriteUnaligned(ref _bytes[Length], value);
        Length += size;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Append<T>(ReadOnlySpan<T> values) where T : unmanaged => Append(MemoryMarshal.AsBytes(values));

    /// <summary>Room for at least <paramref name="count"/> bytes; what was filled is taken by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Empties it, and gives up a large buffer that was hardly used: one huge sample must not be paid for until the shard ends.</summary>
    public void Clear()
    {
        if (_bytes.Length > LargestPooled && Length < _bytes.Length / 4)
        {
            _bytes = [];
        }

        Length = 0;
    }

    public void Dispose()
    {
        Return();
        _bytes = [];
        Length = 0;
    }

    private void Grow(int count)
    {
        var needed = (long)Length + count;
        if (needed > Array.MaxLength)
        {
            throw new InvalidDataException($"A column of one row group would take {needed:N0} bytes; Arrow's offsets end at 2 GiB.");
        }

        var size = (int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength);
        var grown = size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Bytes.CopyTo(grown);
        Return();
        _bytes = grown;
    }

    private void Return()
    {
        if (_bytes.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
