using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Text;

/// <summary>
/// Counts equal n-grams exactly. Most n-grams of a text occur once, and a filter that fits the first-level cache says so of nearly all of them; only the
/// others go into a table, where the n-grams themselves are compared. Memory is bounded whatever the text: long sequences are counted in several passes,
/// each over the n-grams whose hashes fall into its share.
/// </summary>
internal sealed class GramCounter
{
    // 8 MB of hashes, 2 MB of filter, and at most 12 MB of table.
    private const int MaxPassGrams = 1 << 19;
    private const int MinSlots = 16;
    private const ulong Base = 0x9E3779B97F4A7C15;

    // Counters that are not at work. Not one a thread: a pool of threads has many more of them than are at work at once. A counter that a huge text blew up is not kept.
    private const long KeptBytes = 4 << 20;
    private static readonly ConcurrentStack<GramCounter> _idle = [];

    private readonly RepeatFilter _filter = new();
    private readonly List<Gram> _grams = [];
    private readonly List<Gram> _suspects = [];
    private Slot[] _slots = [];

    private GramCounter()
    {
    }

    private long Bytes => _filter.Bytes + ((_grams.Capacity + (long)_suspects.Capacity) * Unsafe.SizeOf<Gram>()) + (_slots.Length * (long)Unsafe.SizeOf<Slot>());

    /// <summary>Counts the n-grams of a sequence.</summary>
    public static void Count<TSequence>(TSequence sequence, int n, GramTally tally)
        where TSequence : IGramSequence, allows ref struct
    {
        var counter = _idle.TryPop(out var idle) ? idle : new();
        counter.CountAll(sequence, n, tally);
        if (counter.Bytes <= KeptBytes && _idle.Count < Environment.ProcessorCount)
        {
            _idle.Push(counter);
        }
    }

    private void CountAll<TSequence>(TSequence sequence, int n, GramTally tally)
        where TSequence : IGramSequence, allows ref struct
    {
        tally.Clear();
        var total = sequence.Length - n + 1;
        if (total <= 0)
        {
            return;
        }

        var passes = 1;
        while (total / passes > MaxPassGrams)
        {
            passes *= 2;
        }

        for (var pass = 0; pass < passes; pass++)
        {
            _grams.Clear();
            _grams.EnsureCapacity(total / passes);
            Hash(sequence, n, (uint)pass, (uint)passes - 1, _grams);
            CountShare(sequence, n, CollectionsMarshal.AsSpan(_grams), tally);
        }
    }

    private static void Hash<TSequence>(TSequence sequence, int n, uint pass, uint passMask, List<Gram> grams)
        where TSequence : IGramSequence, allows ref struct
    {
        var (hash, leaving) = (0UL, 1UL);
        for (var i = 0; i < n; i++)
        {
            hash = (hash * Base) + Spread(sequence.Code(i));
            leaving = i == 0 ? leaving : leaving * Base;
        }

        for (var i = 0; ; i++)
        {
            var mixed = Mix(hash);
            if (((uint)mixed & passMask) == pass)
            {
                grams.Add(new(mixed, i));
            }

            if (i + n >= sequence.Length)
            {
                return;
            }

            hash = ((hash - (Spread(sequence.Code(i)) * leaving)) * Base) + Spread(sequence.Code(i + n));
        }
    }

    private void CountShare<TSequence>(TSequence sequence, int n, ReadOnlySpan<Gram> grams, GramTally tally)
        where TSequence : IGramSequence, allows ref struct
    {
        _filter.Clear(grams.Length);
        foreach (ref readonly var gram in grams)
        {
            _filter.Add(gram.Hash);
        }

        _suspects.Clear();
        foreach (ref readonly var gram in grams)
        {
            if (_filter.MayRepeat(gram.Hash))
            {
                _suspects.Add(gram);
            }
        }

        tally.AddUnique(grams.Length - _suspects.Count);
        tally.Add(CountExactly(sequence, n, CollectionsMarshal.AsSpan(_suspects)));
    }

    private ReadOnlySpan<Slot> CountExactly<TSequence>(TSequence sequence, int n, ReadOnlySpan<Gram> grams)
        where TSequence : IGramSequence, allows ref struct
    {
        var slots = Clear((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinSlots, 2 * grams.Length)));
        var mask = slots.Length - 1;
        foreach (ref readonly var gram in grams)
        {
            var at = (int)(gram.Hash >> 10) & mask;
            var tag = (uint)(gram.Hash >> 32);
            while (slots[at].Count != 0 && (slots[at].Tag != tag || !sequence.Same(slots[at].First, gram.At, n)))
            {
                at = (at + 1) & mask;
            }

            ref var slot = ref slots[at];
            if (slot.Count++ == 0)
            {
                (slot.Tag, slot.First) = (tag, gram.At);
            }
        }

        return slots;
    }

    private static ulong Spread(ulong code) => (code + 1) * 0xD6E8FEB86659FD93;

    private static ulong Mix(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }

    private Span<Slot> Clear(int size)
    {
        if (_slots.Length < size)
        {
            _slots = new Slot[size];
        }
        else
        {
            Array.Clear(_slots, 0, size);
        }

        return _slots.AsSpan(0, size);
    }

    /// <summary>A distinct n-gram: where it first stands, and how often.</summary>
    internal struct Slot
    {
        public uint Tag;
        public int First;
        public int Count;
    }

    private readonly record struct Gram(ulong Hash, int At);
}
