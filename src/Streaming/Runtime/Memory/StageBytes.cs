namespace Streaming.Runtime;

/// <summary>Bytes of the batches that wait at a stage or are worked on in it; leases bring them and take them away.</summary>
internal sealed class StageBytes
{
    private long _bytes;

    /// <summary>How many there are.</summary>
    public long Now => Interlocked.Read(ref _bytes);

    /// <summary>More, or less.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
