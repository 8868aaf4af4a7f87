using System.Numerics;
using System.Runtime.CompilerServices;

namespace Streaming.Tokenizers.Models;

/// <summary>
/// A frozen hash map from pairs of non-negative integers to a pair: merges (left, right) → (rank, id), trie edges (node, character) → (node, 0).
/// At least half empty, linear probing.
/// </summary>
internal sealed class PairMap
{
    private const ulong Free = ulong.MaxValue;
    private readonly ulong[] _keys;
    private readonly ulong[] _values;
    private readonly int _shift;

    public PairMap(IReadOnlyCollection<KeyValuePair<(int Left, int Right), (int First, int Second)>> entries)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries.Count * 2, 16));
        _shift = 64 - BitOperations.Log2((uint)size);
        _keys = new ulong[size];
        _values = new ulong[size];
        Array.Fill(_keys, Free);
        foreach (var ((left, right), (first, second)) in entries)
        {
            var key = Key(left, right);
            var slot = SlotOf(key);
            while (_keys[slot] != Free && _keys[slot] != key)
            {
                slot = (slot + 1) & (size - 1);
            }

            _keys[slot] = key;
            _values[slot] = Key(first, second);
        }
    }

    /// <summary>The value of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int left, int right, out int first, out int second)
    {
        var key = Key(left, right);
        var slot = SlotOf(key);
        var keys = _keys;
        while (true)
        {
            var found = keys[slot];
            if (found == key)
            {
                var value = _values[slot];
                first = (int)(value >> 32);
                second = (int)value;
                return true;
            }

            if (found == Free)
            {
                first = second = -1;
                return false;
            }

            slot = (slot + 1) & (keys.Length - 1);
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int SlotOf(ulong key) => (int)(((key ^ (key >> 29)) * 0x9E3779B97F4A7C15UL) >> _shift);
}
