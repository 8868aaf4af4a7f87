using System.Buffers;

namespace Streaming.Feed.Gathering;

/// <summary>A buffer of a batch: bytes of its own in a pooled array, and between them slices of decoded rows, which are copied only where they go out. The slices' memory is others'.</summary>
/// <param name="slices">Whether there may be slices.</param>
internal sealed class GatheredBytes(bool slices = false) : IDisposable
{
    private const int Least = 256;

    // Shorter ones are copied: noting them would cost more.
    private const int LeastSlice = 512;

    private readonly List<(int At, ReadOnlyMemory<byte> Bytes)> _slices = [];
    private byte[] _array = [];
    private int _own;
    private long _sliced;

    /// <summary>How many bytes there are.</summary>
    public int Length => (int)(_own + _sliced);

    /// <summary>Those of its own.</summary>
    public int Own => _own;

    /// <summary>Those of its own, to be changed.</summary>
    public Span<byte> Written => _array.AsSpan(0, _own);

    /// <summary>All bytes in order; until the next change.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            var at = 0;
            foreach (var (until, bytes) in _slices)
            {
                if (until > at)
                {
                    yield return _array.AsMemory(at, until - at);
                }

                yield return bytes;
                at = until;
            }

            if (_own > at)
            {
                yield return _array.AsMemory(at, _own - at);
            }
        }
    }

    /// <summary>Appends bytes whose content is the caller's to fill.</summary>
    public Span<byte> Add(long count)
    {
        Check(count);
        var length = _own + (int)count;
        if (length > _array.Length)
        {
            Grow(length);
        }

        var added = _array.AsSpan(_own, (int)count);
        _own = length;
        return added;
    }

    /// <summary>Appends bytes that, where there may be slices, stay where they are as long as this is used.</summary>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (!slices || bytes.Length < LeastSlice)
        {
            bytes.Span.CopyTo(Add((long)bytes.Length));
            return;
        }

        Check(bytes.Length);
        _slices.Add((_own, bytes));
        _sliced += bytes.Length;
    }

    public void Dispose()
    {
        Return();
        _slices.Clear();
        (_array, _own, _sliced) = ([], 0, 0);
    }

    private void Check(long more)
    {
        if (_own + _sliced + more > Array.MaxLength)
        {
            throw new BadInputException("A batch would be larger than 2 GB: ask for fewer rows with batch_rows.");
        }
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Least, Math.Max(length, 2L * _array.Length))));
        _array.AsSpan(0, _own).CopyTo(larger);
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
