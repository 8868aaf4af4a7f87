using System.Buffers;

namespace Streaming.Kafka.Reading;

/// <summary>Rented memory that several share; the last one gives it back.</summary>
/// <remarks>
/// One array per message would be rented by one thread and returned by another, a thousand of them on their way at once: more than the shared pool keeps of a size, so that most were
/// made anew (half of the polling thread's time).
/// </remarks>
/// <param name="capacity">How many bytes.</param>
internal sealed class Slab(int capacity)
{
    /// <summary>What a slab for many messages holds, in bytes.</summary>
    public const int Size = 256 << 10;

    private readonly byte[] _bytes = capacity == 0 ? [] : ArrayPool<byte>.Shared.Rent(capacity);

    // Who made it holds it.
    private int _holds = 1;

    /// <summary>One without memory.</summary>
    public static Slab Empty => new(0);

    /// <summary>How many bytes it has.</summary>
    public int Capacity => capacity;

    /// <summary>A part of it.</summary>
    public ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);

    /// <summary>A part of it, to be written.</summary>
    public Span<byte> Span(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>One more holds it.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>One less holds it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0 && capacity > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
