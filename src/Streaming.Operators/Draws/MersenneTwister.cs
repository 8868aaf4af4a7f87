namespace Streaming.Operators.Draws;

/// <summary>MT19937 (Matsumoto and Nishimura 1998), seeded and drawn from as numpy's <c>RandomState</c> does.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;
    private double? _second;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
        {
            var previous = _state[i - 1];
            _state[i] = (1812433253U * (previous ^ (previous >> 30))) + (uint)i;
        }
    }

    /// <summary>numpy's <c>randint(low, high, dtype=uint64)</c>: masked draws, those above the range are thrown away.</summary>
    /// <param name="low">The smallest result.</param>
    /// <param name="high">One more than the largest.</param>
    public ulong NextInRange(ulong low, ulong high)
    {
        var range = high - 1 - low;
        var mask = ulong.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(range);
        ulong drawn;
        do
        {
            // The first half is the high one.
            drawn = (((ulong)NextUInt32() << 32) | NextUInt32()) & mask;
        }
        while (drawn > range);

        return low + drawn;
    }

    /// <summary>numpy's <c>standard_normal</c>: two at a time by Marsaglia's polar method, the second of them first.</summary>
    public double NextNormal()
    {
        if (_second is { } kept)
        {
            _second = null;
            return kept;
        }

        double x, y, square;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _second = factor * x;
        return factor * y;
    }

    // 53 bits, the upper 27 drawn first.
    private double NextDouble() => (((NextUInt32() >> 5) * 67108864.0) + (NextUInt32() >> 6)) / 9007199254740992.0;

    private uint NextUInt32()
    {
        if (_next == Size)
        {
            Refill();
        }

        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680U;
        y ^= (y << 15) & 0xefc60000U;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (_state[i] & 0x80000000U) | (_state[(i + 1) % Size] & 0x7fffffffU);
            _state[i] = _state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfU);
        }

        _next = 0;
    }
}
