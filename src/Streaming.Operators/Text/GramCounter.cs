using System.Numerics;

namespace Streaming.Operators.Text;

/// <summary>
/// Counts equal n-grams exactly: a rolling hash finds the slot, the n-grams themselves decide. Memory is bounded whatever the text: long sequences are
/// counted in several passes, each over the n-grams whose hashes fall into its share.
/// </summary>
internal sealed class GramCounter
{
    // 2^20 slots of 12 bytes = 12 MB; a pass takes at most half as many n-grams.
    private const int MaxPassGrams = 1 << 19;
    private const int MinSlots = 256;
    private const ulong Base = 0x9E3779B97F4A7C15;

    [ThreadStatic]
    private static GramCounter? _ofThread;

    private Slot[] _slots = [];

    /// <summary>The counter of this thread.</summary>
    public static GramCounter OfThread => _ofThread ??= new();

    /// <summary>Counts the n-grams of a sequence.</summary>
    public void Count<TSequence>(TSequence sequence, int n, GramTally tally)
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
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinSlots, 2 * (total / passes)));
            while (!TryPass(sequence, n, (uint)pass, (uint)passes - 1, size, tally))
            {
                size *= 2;
            }
        }
    }

    // A share of hashes can only overflow its table on input made for it; the pass is then run again on a larger one.
    private bool TryPass<TSequence>(TSequence sequence, int n, uint pass, uint passMask, int size, GramTally tally)
        where TSequence : IGramSequence, allows ref struct
    {
        var slots = Clear(size);
        var mask = size - 1;
        var room = size - (size / 4);
        var (hash, leaving) = Start(sequence, n);
        for (var i = 0; ; i++)
        {
            var mixed = Mix(hash);
            if (((uint)mixed & passMask) == pass)
            {
                var at = (int)(mixed >> 40) & mask;
                var tag = (uint)(mixed >> 8);
                while (slots[at].Count != 0 && (slots[at].Tag != tag || !sequence.Same(slots[at].First, i, n)))
                {
                    at = (at + 1) & mask;
                }

                ref var slot = ref slots[at];
                if (slot.Count++ == 0)
                {
                    (slot.Tag, slot.First) = (tag, i);
                    if (--room == 0)
                    {
                        return false;
                    }
                }
            }

            if (i + n >= sequence.Length)
            {
                break;
            }

            hash = ((hash - (Spread(sequence.Code(i)) * leaving)) * Base) + Spread(sequence.Code(i + n));
        }

        tally.Add(slots);
        return true;
    }

    private static (ulong Hash, ulong Leaving) Start<TSequence>(TSequence sequence, int n)
        where TSequence : IGramSequence, allows ref struct
    {
        var (hash, leaving) = (0UL, 1UL);
        for (var i = 0; i < n; i++)
        {
            hash = (hash * Base) + Spread(sequence.Code(i));
            leaving = i == 0 ? leaving : leaving * Base;
        }

        return (hash, leaving);
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

    /// <summary>One distinct n-gram.</summary>
    internal struct Slot
    {
        public uint Tag;
        public int First;
        public int Count;
    }
}
