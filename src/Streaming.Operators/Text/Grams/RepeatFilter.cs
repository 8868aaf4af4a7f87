using System.Numerics;

namespace Streaming.Operators.Text;

/// <summary>Tells of most hashes that they occur once: two bits for each cell, one for the first hit and one for any further.</summary>
internal sealed class RepeatFilter
{
    // About one of 16 hashes that occur once shares its cell with another.
    private const int CellsPerHash = 16;

    private ulong[] _once = [];
    private ulong[] _twice = [];
    private int _mask;

    /// <summary>What it takes of memory.</summary>
    public long Bytes => 16L * _once.Length;

    /// <summary>Empties it, and makes room for a number of hashes.</summary>
    public void Clear(int hashes)
    {
        var words = (int)BitOperations.RoundUpToPowerOf2((uint)(((long)hashes * CellsPerHash / 64) + 1));
        _mask = words - 1;
        if (_once.Length < words)
        {
            (_once, _twice) = (new ulong[words], new ulong[words]);
        }
        else
        {
            Array.Clear(_once, 0, words);
            Array.Clear(_twice, 0, words);
        }
    }

    /// <summary>Notes a hash.</summary>
    public void Add(ulong hash)
    {
        var (word, bit) = (Word(hash), 1UL << Bit(hash));
        _twice[word] |= _once[word] & bit;
        _once[word] |= bit;
    }

    /// <summary>Whether the hash, or another of its cell, was noted again.</summary>
    public bool MayRepeat(ulong hash) => (_twice[Word(hash)] >> Bit(hash) & 1) != 0;

    private static int Bit(ulong hash) => (int)(hash >> 34) & 63;

    private int Word(ulong hash) => (int)(hash >> 40) & _mask;
}
