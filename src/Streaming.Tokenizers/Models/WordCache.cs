using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Tokenizers.Models;

/// <summary>
/// Ids of words seen before. Used by one thread at a time, so it needs no lock; bounded, and simply emptied when full: natural text refills it within a few documents.
/// A look-up tries a handful of slots only, so words made to collide cost no more than others.
/// </summary>
internal sealed class WordCache
{
    private const ulong Multiplier = 0x9FB21C651E98DF25UL;
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
        public ulong Key;
        public int CharStart;

        /// <summary>Where the ids begin; a single id itself.</summary>
        public int IdStart;

        /// <summary>The word's length; negative where the key is a hash of the word, not the word; 0 where the slot is free.</summary>
        public short Length;
        public short IdCount;
    }

    /// <summary>The ids of a word, if it is held. They are good until the next <see cref="Add"/>.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
        {
            var key = KeyOf(word, out var length);
            var slots = _slots;
            var index = IndexOf(key, slots.Length);
            for (var probe = 0; probe < Probes; probe++)
            {
                ref var slot = ref slots[index];
                if (slot.Key == key && slot.Length == length && (length > 0 || word.SequenceEqual(_chars.AsSpan(slot.CharStart, word.Length))))
                {
                    ids = slot.IdCount == 1 ? new ReadOnlySpan<int>(in slot.IdStart) : _ids.AsSpan(slot.IdStart, slot.IdCount);
                    return true;
                }

                if (slot.Length == 0)
                {
                    break;
                }

                index = (index + 1) & (slots.Length - 1);
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
        var key = KeyOf(word, out var length);
        var index = FreeSlot(_slots, key);
        if (index < 0)
        {
            return;
        }

        _slots[index] = new Slot { Key = key, CharStart = _charCount, IdStart = ids.Length == 1 ? ids[0] : _idCount, Length = length, IdCount = (short)ids.Length };
        _count++;
        if (length < 0)
        {
            word.CopyTo(_chars.AsSpan(_charCount));
            _charCount += word.Length;
        }

        if (ids.Length != 1)
        {
            ids.CopyTo(_ids.AsSpan(_idCount));
            _idCount += ids.Length;
        }
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
            var index = slot.Length == 0 ? -1 : FreeSlot(grown, slot.Key);
            if (index >= 0)
            {
                grown[index] = slot;
                _count++;
            }
        }

        _slots = grown;
    }

    private static int FreeSlot(Slot[] slots, ulong key)
    {
        var index = IndexOf(key, slots.Length);
        for (var probe = 0; probe < Probes; probe++)
        {
            if (slots[index].Length == 0)
            {
                return index;
            }

            index = (index + 1) & (slots.Length - 1);
        }

        return -1;
    }

    private static int IndexOf(ulong key, int slots)
    {
        var hash = (key ^ (key >> 32)) * Multiplier;
        return (int)(hash >> 40) & (slots - 1);
    }

    /// <summary>
    /// A key that says with the length what the word is, for words of up to four characters and of up to eight below U+0100 (most words of most texts: the word
    /// itself need not be looked at); for others a hash and the length negated.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<char> word, out short length)
    {
        length = (short)word.Length;
        if (word.Length < 4)
        {
            var packed = 0UL;
            foreach (var character in word)
            {
                packed = (packed << 16) | character;
            }

            return packed;
        }

        var first = Four(word, 0);
        var last = Four(word, word.Length - 4);
        if (word.Length == 4)
        {
            return first;
        }

        if (word.Length <= 8 && ((first | last) & 0xFF00FF00FF00FF00UL) == 0)
        {
            return Narrowed(first) | (Narrowed(last) << 32);
        }

        length = (short)-length;
        return HashOf(word);
    }

    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = (ulong)word.Length * Multiplier;
        for (var index = 0; index + 4 < word.Length; index += 4)
        {
            hash = (hash ^ Four(word, index)) * Multiplier;
            hash ^= hash >> 32;
        }

        hash = (hash ^ Four(word, word.Length - 4)) * Multiplier;
        return hash ^ (hash >> 29);
    }

    private static ulong Four(ReadOnlySpan<char> word, int index) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(word), index)));

    // Four characters below U+0100 in 32 bits.
    private static ulong Narrowed(ulong four)
    {
        four = (four | (four >> 8)) & 0x0000FFFF0000FFFFUL;
        return (four | (four >> 16)) & 0xFFFFFFFFUL;
    }
}
