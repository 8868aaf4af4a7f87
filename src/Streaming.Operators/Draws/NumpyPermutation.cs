namespace Streaming.Operators.Draws;

/// <summary>The permutation that NumPy draws from a seed, <c>default_rng(seed).permutation(n)</c>: a Fisher–Yates shuffle from the end.</summary>
internal sealed class NumpyPermutation
{
    private readonly NumpyRandom _random;
    private uint? _upperHalf;

    private NumpyPermutation(uint seed) => _random = new(seed);

    /// <summary>0 … n - 1 in another order.</summary>
    public static int[] Of(int count, uint seed)
    {
        var draws = new NumpyPermutation(seed);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var other = draws.UpTo((uint)i);
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

        var number = _random.NextBits();
        _upperHalf = (uint)(number >> 32);
        return (uint)number;
    }
}
