using System.Runtime.ExceptionServices;

namespace Streaming.Parquet.Reading;

/// <summary>The way from a store's object to the native reader: remembers the store's own fault, which native code would turn into a mere message and so into a fault of the file.</summary>
internal sealed class RemoteFile(Stream file) : ReadOnlyStream
{
    private ExceptionDispatchInfo? _fault;

    public override bool CanSeek => true;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>Throws the first fault, if there was one.</summary>
    public void ThrowFault() => _fault?.Throw();

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return file.Read(buffer);
        }
        catch (Exception e)
        {
            _fault ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
