using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication;

/// <summary>Names a sample in eight bytes: the same when the run is taken up again, another for every other sample, and for the same one in another pipeline.</summary>
internal static class SampleKey
{
    public static ulong Of(Sample sample, string pipeline)
    {
        var (split, position) = (sample.Lineage.Split, sample.Lineage.Position);
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(split.Source.AsSpan()), position);
        hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(pipeline.AsSpan()), (long)hash);
        hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(split.Name.AsSpan()), (long)hash);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(sample.Id.AsSpan()), (long)hash) | 1;
    }
}
