using System.Numerics;
using System.Runtime.CompilerServices;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Keys that wait in memory to be written together, and the barriers between them.</summary>
/// <param name="bytes">About how many bytes of memory they may take.</param>
internal sealed class FreshKeys<TKey>(long bytes) where TKey : unmanaged, IBinaryInteger<TKey>
{
    // More are not written much cheaper, and whoever waits for it waits longer.
    private const int MostSlots = 12 << 20;
    private const int FirstKeys = 1024;

    private readonly KeyTable<TKey> _set = new(SlotsOf(bytes));
    private readonly List<FreshPart> _parts = [];
    private TKey[] _keys = [];
    private uint[] _stamps = [];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Whether another key must not be added before they are written.</summary>
    public bool IsFull => _set.IsFull;

    /// <summary>Whether so many are there that a barrier should write them, so that seldom a part is written in two.</summary>
    public bool IsNearlyFull => _set.Count >= SlotsOf(bytes) / 2;

    /// <summary>The barriers between them.</summary>
    public IReadOnlyList<FreshPart> Parts => _parts;

    public bool Contains(TKey key) => _set.Contains(key);

    /// <summary>Adds a key that is not there.</summary>
    public void Add(TKey key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Min(Math.Max(2 * Count, FirstKeys), SlotsOf(bytes)));
        }

        _set.Add(key);
        _keys[Count++] = key;
    }

    /// <summary>A barrier: ends the part of the keys since the last one.</summary>
    /// <param name="mark">Its mark.</param>
    /// <param name="stamp">The stamp of its keys.</param>
    /// <param name="count">Keys in the store up to here.</param>
    public void Seal(LogMark mark, uint stamp, long count) => _parts.Add(new(mark, stamp, count, Count));

    /// <summary>The keys in ascending order; nothing but <see cref="Clear"/> may follow.</summary>
    /// <param name="stamp">The stamp of those that no barrier has ended.</param>
    /// <param name="isLast">Whether those are left out: nothing will follow, so they are nobody's.</param>
    /// <param name="stamps">Takes their stamps.</param>
    public ReadOnlySpan<TKey> Sort(uint stamp, bool isLast, out ReadOnlySpan<uint> stamps)
    {
        if (_stamps.Length < Count)
        {
            _stamps = new uint[_keys.Length];
        }

        var sealedKeys = 0;
        foreach (var part in _parts)
        {
            _stamps.AsSpan(sealedKeys, part.End - sealedKeys).Fill(part.Stamp);
            sealedKeys = part.End;
        }

        _stamps.AsSpan(sealedKeys, Count - sealedKeys).Fill(stamp);
        var count = isLast ? sealedKeys : Count;
        var own = _stamps.AsSpan(0, count);
        _keys.AsSpan(0, count).Sort(own);
        stamps = own;
        return _keys.AsSpan(0, count);
    }

    /// <summary>They were written.</summary>
    public void Clear()
    {
        _set.Clear();
        Count = 0;
        _parts.Clear();
    }

    // A slot of the table, and for each that may be taken a place in the list and a stamp.
    private static int SlotsOf(long bytes) => (int)Math.Clamp(bytes / ((2 * Unsafe.SizeOf<TKey>()) + sizeof(uint)), FirstKeys, MostSlots);
}

/// <summary>A barrier among keys that wait.</summary>
/// <param name="Mark">Its mark.</param>
/// <param name="Stamp">The stamp of the keys that it ends.</param>
/// <param name="Count">Keys in the store up to it.</param>
/// <param name="End">Keys that wait up to it.</param>
internal readonly record struct FreshPart(LogMark Mark, uint Stamp, long Count, int End);
