using System.Runtime.ExceptionServices;

namespace Streaming.Parquet.Writing;

/// <summary>The way from the native writer to the shard's file: counts, and remembers the file's own fault, which native code would turn into a mere message.</summary>
internal sealed class ShardStream(Stream file) : Stream
{
    private ExceptionDispatchInfo? _fault;

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    /// <summary>Swallows what still comes: a native writer that is given up writes its footer while it is freed.</summary>
    public bool IsGivenUp { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position { get => Written; set => throw new NotSupportedException(); }

    /// <summary>Throws the first fault of the file, if it had one.</summary>
    public void ThrowFault() => _fault?.Throw();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsGivenUp)
        {
            return;
        }

        try
        {
            file.Write(buffer);
            Written += buffer.Length;
        }
        catch (Exception e)
        {
            _fault ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
