using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Samples;

/// <summary>What every random choice about a sample derives from: an operator's seed and the sample's id. So it is the same in every run, whatever the order and the batches.</summary>
public static class SampleSeed
{
    /// <summary>64 bits: XXH3 of the id, under the seed.</summary>
    public static ulong Of(Sample sample, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(sample.Id.AsSpan()), (long)seed);
    }

    /// <summary>A number of [0, 1).</summary>
    public static double Draw(Sample sample, ulong seed) => SplitMix64.ToUnit(Of(sample, seed));
}
