using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Tokenizers.Models;

/// <summary>
/// Ids of words seen before. Used by one thread at a time, so it needs no lock; bounded, and simply emptied when full: natural text refills it within a few documents.
/// A look-up tries a handful of slots only, so words made to collide cost no more than others.
/// </summary>
internal sealed class WordCache
{
    private const int LongestWord = 64;
    private const int Probes = 8;
    private const int MaxSlots = 1 << 16;
    private const int MaxChars = 1 << 20;
    private const int MaxIds = 1 << 19;

    private Slot[] _slots = new Slot[1 << 11];
    private char[] _chars = new char[1 << 14];
    private int[] _ids = new int[1 << 13];
    private int _count;
    private int _charCount;
    private int _idCount;

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong Hash;
        public int CharStart;
        public int IdStart;
        public short Length;
        public short IdCount;
    }

    /// <summary>The ids of a word, if it is held. They are good until the next <see cref="Add"/>.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
        {
            var hash = HashOf(word);
            var slots = _slots;
            for (var probe = 0; probe < Probes; probe++)
            {
                ref var slot = ref slots[(int)((hash + (ulong)probe) & (ulong)(slots.Length - 1))];
                if (slot.Length == 0)
                {
                    break;
                }

                if (slot.Hash == hash && slot.Length == word.Length && word.SequenceEqual(_chars.AsSpan(slot.CharStart, word.Length)))
                {
                    ids = _ids.AsSpan(slot.IdStart, slot.IdCount);
                    return true;
                }
            }
        }

        ids = default;
        return false;
    }

    /// <summary>Holds the ids of a word, unless it is long.</summary>
    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (word.Length is 0 or > LongestWord || ids.Length > LongestWord * 4)
        {
            return;
        }

        MakeRoom(word.Length, ids.Length);
        var hash = HashOf(word);
        var index = FreeSlot(_slots, hash);
        if (index < 0)
        {
            return;
        }

        word.CopyTo(_chars.AsSpan(_charCount));
        ids.CopyTo(_ids.AsSpan(_idCount));
        _slots[index] = new Slot { Hash = hash, CharStart = _charCount, IdStart = _idCount, Length = (short)word.Length, IdCount = (short)ids.Length };
        _charCount += word.Length;
        _idCount += ids.Length;
        _count++;
    }

    private void MakeRoom(int chars, int ids)
    {
        if (_count * 2 >= MaxSlots || _charCount + chars > MaxChars || _idCount + ids > MaxIds)
        {
            Array.Clear(_slots);
            (_count, _charCount, _idCount) = (0, 0, 0);
        }

        if (_charCount + chars > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _charCount + chars));
        }

        if (_idCount + ids > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(_ids.Length * 2, _idCount + ids));
        }

        if (_count * 2 >= _slots.Length)
        {
            Grow();
        }
    }

    private void Grow()
    {
        var grown = new Slot[_slots.Length * 4];
        _count = 0;
        foreach (var slot in _slots)
        {
            var index = slot.Length == 0 ? -1 : FreeSlot(grown, slot.Hash);
            if (index >= 0)
            {
                grown[index] = slot;
                _count++;
            }
        }

        _slots = grown;
    }

    private static int FreeSlot(Slot[] slots, ulong hash)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var index = (int)((hash + (ulong)probe) & (ulong)(slots.Length - 1));
            if (slots[index].Length == 0)
            {
                return index;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        const ulong Multiplier = 0x9FB21C651E98DF25UL;
        var hash = (ulong)word.Length * 0x9E3779B97F4A7C15UL;
        ref var bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(word));
        if (word.Length >= 4)
        {
            for (var index = 0; index + 4 < word.Length; index += 4)
            {
                hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, index * 2))) * Multiplier;
                hash ^= hash >> 32;
            }

            hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, (word.Length - 4) * 2))) * Multiplier;
        }
        else
        {
            foreach (var character in word)
            {
                hash = (hash ^ character) * Multiplier;
            }
        }

        return hash ^ (hash >> 29);
    }
}
