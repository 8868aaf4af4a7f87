using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Counts equal parts of a text, exactly: a table of their places on rented memory; dispose it to give the memory back.</summary>
internal ref struct RepeatedParts
{
    private readonly ReadOnlySpan<char> _text;
    private readonly int _mask;
    private readonly Slot[] _slots;

    /// <summary>For at most so many different parts of a text.</summary>
    public RepeatedParts(ReadOnlySpan<char> text, int parts)
    {
        _text = text;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * parts));
        _slots = ArrayPool<Slot>.Shared.Rent(size);
        Array.Clear(_slots, 0, size);
        _mask = size - 1;
    }

    /// <summary>Adds the part at a place and returns how often it occurred before.</summary>
    public readonly int Add(int start, int length)
    {
        var part = _text.Slice(start, length);
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(part));
        var at = (int)hash & _mask;
        var tag = (int)(hash >> 32);
        while (_slots[at].Count > 0 && (_slots[at].Tag != tag || !_text.Slice(_slots[at].Start, _slots[at].Length).SequenceEqual(part)))
        {
            at = (at + 1) & _mask;
        }

        ref var slot = ref _slots[at];
        if (slot.Count == 0)
        {
            (slot.Tag, slot.Start, slot.Length) = (tag, start, length);
        }

        return slot.Count++;
    }

    /// <summary>The part that occurs most; of several the one that came first.</summary>
    public readonly (int Start, int Length, int Count) MostFrequent()
    {
        var best = default(Slot);
        foreach (ref readonly var slot in _slots.AsSpan(0, _mask + 1))
        {
            if (slot.Count > best.Count || (slot.Count == best.Count && slot.Start < best.Start))
            {
                best = slot;
            }
        }

        return (best.Start, best.Length, best.Count);
    }

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose() => ArrayPool<Slot>.Shared.Return(_slots);

    private struct Slot
    {
        public int Tag;
        public int Start;
        public int Length;
        public int Count;
    }
}
