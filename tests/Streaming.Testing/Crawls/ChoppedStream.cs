namespace Streaming.Testing.Crawls;

/// <summary>A file whose reads give few bytes at a time: the sizes come in turns. Counts what was read.</summary>
public sealed class ChoppedStream(byte[] bytes, params int[] sizes) : MemoryStream(bytes, writable: false)
{
    private int _turn;

    /// <summary>All bytes that were read, those read again included.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var size = sizes.Length == 0 ? count : Math.Min(count, Math.Max(1, sizes[_turn++ % sizes.Length]));
        var read = base.Read(buffer, offset, size);
        BytesRead += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var read = Read(bytes, 0, bytes.Length);
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }
}
