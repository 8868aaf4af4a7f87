using System.Buffers;

namespace Streaming.S3.Reading;

/// <summary>
/// The parts of an object that are in memory, so that the many small reads of a columnar file are few calls. Who reads on gets ever larger windows, who jumps small ones;
/// several runs (columns) are told apart, and the one not read for longest makes room.
/// </summary>
internal sealed class ObjectWindows : IDisposable
{
    /// <summary>A window is no smaller, but at the object's ends.</summary>
    public const int Smallest = 64 << 10;

    /// <summary>A window is no larger.</summary>
    public const int Largest = 4 << 20;

    /// <summary>All windows of an object together hold no more.</summary>
    public const long MostBytes = 16 << 20;

    private readonly ObjectReader _reader;
    private readonly List<Window> _windows = [];

    /// <summary>Begins with what is known of the object's first bytes.</summary>
    public ObjectWindows(ObjectReader reader, ReadOnlyMemory<byte> first)
    {
        _reader = reader;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, first.Length));
        first.CopyTo(buffer);
        _windows.Add(new(0, buffer, first.Length));
    }

    /// <summary>The object's bytes.</summary>
    public long Length => _reader.Length;

    /// <summary>What is in memory from a position on; empty where nothing is.</summary>
    public ReadOnlyMemory<byte> At(long position)
    {
        // The newest last: moved there when it is used.
        for (var i = _windows.Count - 1; i >= 0; i--)
        {
            var window = _windows[i];
            if (position >= window.Start && position < window.End)
            {
                _windows.RemoveAt(i);
                _windows.Add(window);
                return window.Buffer.AsMemory((int)(position - window.Start), (int)(window.End - position));
            }
        }

        return default;
    }

    /// <summary>Fetches from a position on, and gives what is there.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> LoadAsync(long position, int wanted, CancellationToken abort)
    {
        var (start, size) = Plan(position, wanted);
        MakeRoom(size);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            await _reader.FetchAsync(start, buffer.AsMemory(0, size), abort);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        _windows.Add(new(start, buffer, size));
        return At(position);
    }

    public void Dispose()
    {
        _windows.ForEach(w => ArrayPool<byte>.Shared.Return(w.Buffer));
        _windows.Clear();
    }

    private (long Start, int Size) Plan(long position, int wanted)
    {
        var size = Math.Clamp(wanted, Smallest, Largest);
        if (_windows.FindIndex(w => w.End == position) is var before and >= 0)
        {
            size = Math.Max(size, Math.Min(Largest, 2 * _windows[before].Count));
            Drop(before);
        }

        // A footer is read from its last bytes backwards.
        var start = Length - position < Smallest ? Math.Max(0, Length - Smallest) : position;
        return (start, (int)Math.Min(size, Length - start));
    }

    private void MakeRoom(int size)
    {
        while (_windows.Count > 0 && _windows.Sum(w => (long)w.Count) + size > MostBytes)
        {
            Drop(0);
        }
    }

    private void Drop(int index)
    {
        ArrayPool<byte>.Shared.Return(_windows[index].Buffer);
        _windows.RemoveAt(index);
    }

    private readonly record struct Window(long Start, byte[] Buffer, int Count)
    {
        public long End => Start + Count;
    }
}
