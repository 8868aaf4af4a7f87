using System.Numerics;
using System.Runtime.CompilerServices;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>A set of keys in one array: open addressing with linear probing, at most three quarters full, no more than <paramref name="maxSlots"/> slots.</summary>
/// <param name="maxSlots">The most slots; the table is full when three quarters of them are taken.</param>
internal sealed class KeyTable<TKey>(int maxSlots) where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int FirstSlots = 256;

    // Zero marks an empty slot; the key zero itself is kept beside the table.
    private TKey[] _slots = [];
    private bool _hasZero;
    private int _used;

    public int Count => _used + (_hasZero ? 1 : 0);

    public long Bytes => (long)_slots.Length * Unsafe.SizeOf<TKey>();

    /// <summary>Whether another key must not be added before <see cref="Clear"/>.</summary>
    public bool IsFull => _used >= MaxUsed(maxSlots);

    public bool Contains(TKey key) => TKey.IsZero(key) ? _hasZero : _slots.Length > 0 && _slots[Find(key)] == key;

    /// <summary>Adds a key that may be there already. The table must not be full.</summary>
    public void Add(TKey key)
    {
        if (TKey.IsZero(key))
        {
            _hasZero = true;
            return;
        }

        if (_used >= MaxUsed(_slots.Length))
        {
            Grow();
        }

        ref var slot = ref _slots[Find(key)];
        _used += slot == key ? 0 : 1;
        slot = key;
    }

    /// <summary>The keys, sorted, in the table's own array; nothing but <see cref="Clear"/> may follow.</summary>
    public ReadOnlyMemory<TKey> SortInPlace()
    {
        var count = 0;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (!TKey.IsZero(_slots[i]))
            {
                _slots[count++] = _slots[i];
            }
        }

        // The table is never all full, so the key zero finds an empty slot.
        if (_hasZero)
        {
            _slots[count++] = TKey.Zero;
        }

        _slots.AsSpan(0, count).Sort();
        return _slots.AsMemory(0, count);
    }

    /// <summary>Forgets the keys but keeps the array: it will be filled again.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _used = 0;
        _hasZero = false;
    }

    private static int MaxUsed(int slots) => slots - (slots / 4) - (slots > 0 ? 1 : 0);

    private void Grow()
    {
        var old = _slots;
        _slots = new TKey[Math.Min(maxSlots, Math.Max(FirstSlots, old.Length * 2))];
        foreach (var key in old)
        {
            if (!TKey.IsZero(key))
            {
                _slots[Find(key)] = key;
            }
        }
    }

    // The key's own slot, or the empty one where it belongs.
    private int Find(TKey key)
    {
        var at = KeyBits.Place(key, _slots.Length);
        while (!TKey.IsZero(_slots[at]) && _slots[at] != key)
        {
            at = at + 1 == _slots.Length ? 0 : at + 1;
        }

        return at;
    }
}
