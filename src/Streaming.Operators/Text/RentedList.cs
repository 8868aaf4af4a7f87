using System.Buffers;

namespace Streaming.Operators.Text;

/// <summary>A growing list on rented memory; dispose it to give the memory back.</summary>
internal ref struct RentedList<T>(int capacity)
{
    private T[] _items = ArrayPool<T>.Shared.Rent(capacity);
    private int _count;

    /// <summary>The items.</summary>
    public readonly Span<T> Items => _items.AsSpan(0, _count);

    /// <summary>The number of items.</summary>
    public readonly int Count => _count;

    /// <summary>Appends an item.</summary>
    public void Add(T item)
    {
        if (_count == _items.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(2 * _count);
            Items.CopyTo(larger);
            ArrayPool<T>.Shared.Return(_items);
            _items = larger;
        }

        _items[_count++] = item;
    }

    /// <summary>Replaces an item.</summary>
    public readonly void Set(int index, T item) => _items[index] = item;

    /// <summary>Drops the items from a place on.</summary>
    public void Truncate(int count) => _count = count;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_items);
        _items = [];
        _count = 0;
    }
}
