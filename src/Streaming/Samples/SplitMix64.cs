namespace Streaming.Samples;

/// <summary>Random numbers that follow from a seed on every machine (SplitMix64: Steele, Lea and Flood, OOPSLA 2014): the n-th is <see cref="Mix"/> of the seed plus n times <see cref="Step"/>.</summary>
public static class SplitMix64
{
    /// <summary>What the state grows by: 2⁶⁴ by the golden ratio, odd.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>A number of [0, 1), of 53 of the bits.</summary>
    public static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>A state's number.</summary>
    public static ulong Mix(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
