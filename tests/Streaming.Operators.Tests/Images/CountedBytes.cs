using System.Buffers;

namespace Streaming.Operators.Tests.Images;

/// <summary>Bytes of a picture that count how often they are decoded: whoever decodes them pins them.</summary>
internal sealed class CountedBytes(ReadOnlyMemory<byte> bytes) : MemoryManager<byte>
{
    private readonly byte[] _bytes = bytes.ToArray();
    private int _decodings;

    public int Decodings => Volatile.Read(ref _decodings);

    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        Interlocked.Increment(ref _decodings);
        return _bytes.AsMemory(elementIndex).Pin();
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
