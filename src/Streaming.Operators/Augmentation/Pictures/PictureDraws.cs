namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>The random numbers of one picture, in order: they come from the operator's seed, the sample's id and the picture's place in it, so that a replay draws the same.</summary>
internal sealed class PictureDraws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number of [0, 1).</summary>
    public double Next()
    {
        // SplitMix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, 2014).
        _state += 0x9E37_79B9_7F4A_7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number between two others.</summary>
    public double Between(double low, double high) => low + ((high - low) * Next());

    /// <summary>A whole number of [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(Next() * count);
}
