namespace Streaming.Operators.Selection;

/// <summary>The permutation that NumPy draws from a seed, <c>default_rng(seed).permutation(n)</c>: PCG64 (O'Neill 2014) seeded by a seed sequence, and a Fisher–Yates shuffle from the end.</summary>
internal sealed class NumpyPermutation
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint? _upperHalf;

    private NumpyPermutation(uint seed)
    {
        var words = SeedWords(seed);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        Step();
        _state += new UInt128(words[0], words[1]);
        Step();
    }

    /// <summary>0 … n - 1 in another order.</summary>
    public static int[] Of(int count, uint seed)
    {
        var random = new NumpyPermutation(seed);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var other = random.UpTo((uint)i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private uint UpTo(uint most)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(most);
        while (true)
        {
            if ((Next32() & mask) is var value && value <= most)
            {
                return value;
            }
        }
    }

    // The low half of a number first, then the high one.
    private uint Next32()
    {
        if (_upperHalf is { } kept)
        {
            _upperHalf = null;
            return kept;
        }

        Step();
        var mixed = (ulong)(_state >> 64) ^ (ulong)_state;
        var number = System.Numerics.BitOperations.RotateRight(mixed, (int)(_state >> 122));
        _upperHalf = (uint)(number >> 32);
        return (uint)number;
    }

    private void Step() => _state = unchecked((_state * Multiplier) + _increment);

    private static ulong[] SeedWords(uint seed)
    {
        var pool = new uint[4];
        var constant = 0x43B0D7E5U;
        for (var i = 0; i < pool.Length; i++)
        {
            pool[i] = Hash(i == 0 ? seed : 0, ref constant, 0x931E8875);
        }

        for (var from = 0; from < pool.Length; from++)
        {
            for (var to = 0; to < pool.Length; to++)
            {
                if (from != to)
                {
                    var mixed = unchecked((0xCA01F9DDU * pool[to]) - (0x4973F715U * Hash(pool[from], ref constant, 0x931E8875)));
                    pool[to] = mixed ^ (mixed >> 16);
                }
            }
        }

        constant = 0x8B51F9DD;
        var words = new ulong[4];
        for (var i = 0; i < 8; i++)
        {
            words[i / 2] |= (ulong)Hash(pool[i % 4], ref constant, 0x58F38DED) << (32 * (i % 2));
        }

        return words;
    }

    private static uint Hash(uint value, ref uint constant, uint multiplier)
    {
        value ^= constant;
        constant = unchecked(constant * multiplier);
        value = unchecked(value * constant);
        return value ^ (value >> 16);
    }
}
