using System.Buffers.Binary;

namespace Streaming.Operators.Draws;

/// <summary>The numbers of numpy's <c>default_rng(seed)</c>: SeedSequence, then PCG64 (a 128-bit linear congruential state, XSL-RR output; O'Neill 2014).</summary>
internal sealed class NumpyRandom
{
    private const int PoolWords = 4;

    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;

    /// <summary>Seeds it.</summary>
    public NumpyRandom(ulong seed)
    {
        var words = SeedWords(seed);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        _state = ((_increment + new UInt128(words[0], words[1])) * Multiplier) + _increment;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        _state = (_state * Multiplier) + _increment;
        return ulong.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <summary>The next number of [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Skips numbers, in time logarithmic in how many.</summary>
    public void Skip(ulong count)
    {
        var (multiplier, increment) = (Multiplier, _increment);
        for (; count > 0; count >>= 1)
        {
            if ((count & 1) != 0)
            {
                _state = (_state * multiplier) + increment;
            }

            increment *= multiplier + 1;
            multiplier *= multiplier;
        }
    }

    /// <summary>What SeedSequence makes of a seed: four words of 64 bits.</summary>
    internal static ulong[] SeedWords(ulong seed)
    {
        var pool = Pool(seed);
        Span<byte> bytes = stackalloc byte[8 * PoolWords];
        var constant = 0x8B51F9DDU;
        for (var i = 0; i < 2 * PoolWords; i++)
        {
            var word = pool[i % PoolWords] ^ constant;
            constant *= 0x58F38DEDU;
            word *= constant;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], word ^ (word >> 16));
        }

        var words = new ulong[PoolWords];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }

        return words;
    }

    private static uint[] Pool(ulong seed)
    {
        var constant = 0x43B0D7E5U;
        uint[] pool = [Hash((uint)seed, ref constant), Hash((uint)(seed >> 32), ref constant), Hash(0, ref constant), Hash(0, ref constant)];
        for (var source = 0; source < PoolWords; source++)
        {
            for (var target = 0; target < PoolWords; target++)
            {
                if (source != target)
                {
                    pool[target] = Mix(pool[target], Hash(pool[source], ref constant));
                }
            }
        }

        return pool;
    }

    private static uint Hash(uint value, ref uint constant)
    {
        value ^= constant;
        constant *= 0x931E8875U;
        value *= constant;
        return value ^ (value >> 16);
    }

    private static uint Mix(uint first, uint second)
    {
        var mixed = (0xCA01F9DDU * first) - (0x4973F715U * second);
        return mixed ^ (mixed >> 16);
    }
}
