using Streaming.Operators.Draws;

namespace Streaming.Operators.Deduplication.Bloom;

/// <summary>Which bits stand for a shingle: datatrove's hash functions, ((h·a + b) mod 2⁶⁴) mod (2⁶¹ - 1), brought down to the filter's size.</summary>
internal sealed class BloomHashes
{
    private const ulong Prime = (1UL << 61) - 1;

    private readonly (ulong A, ulong B)[] _functions;
    private readonly ulong _size;
    private readonly bool _strict;

    /// <summary>With the number of functions and their seed, and the filter's size in bytes.</summary>
    /// <param name="functions">How many bits stand for a shingle.</param>
    /// <param name="seed">The seed of numpy's generator.</param>
    /// <param name="bytes">The filter's size.</param>
    /// <param name="strict">Takes the remainder by the number of bits; datatrove takes the bits that it has in common with the number of bytes.</param>
    public BloomHashes(int functions, uint seed, long bytes, bool strict)
    {
        var random = new MersenneTwister(seed);
        var a = Enumerable.Range(0, functions).Select(_ => random.NextInRange(1, Prime)).ToArray();
        _functions = [.. a.Select(factor => (factor, random.NextInRange(0, Prime)))];
        _size = (ulong)(strict ? 8 * bytes : bytes);
        _strict = strict;
    }

    /// <summary>How many bits there must be.</summary>
    public long Bits => (long)_size + (_strict ? 0 : 1);

    /// <summary>How many bits stand for a shingle.</summary>
    public int Count => _functions.Length;

    /// <summary>The n-th bit of a shingle.</summary>
    public long BitOf(ulong shingle, int index)
    {
        var (a, b) = _functions[index];
        var value = unchecked((shingle * a) + b) % Prime;
        return (long)(_strict ? value % _size : value & _size);
    }
}
