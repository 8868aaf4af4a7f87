namespace Streaming.Operators.Augmentation.Pictures;

/// <summary>The random numbers of one picture, in order: they come from the operator's seed, the sample's id and the picture's place in it, so that a replay draws the same.</summary>
internal sealed class PictureDraws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number of [0, 1).</summary>
    public double Next() => SplitMix64.ToUnit(SplitMix64.Mix(_state += SplitMix64.Step));

    /// <summary>A number between two others.</summary>
    public double Between(double low, double high) => low + ((high - low) * Next());

    /// <summary>A whole number of [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(Next() * count);
}
