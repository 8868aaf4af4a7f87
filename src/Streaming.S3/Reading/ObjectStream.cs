using System.Net;
using Amazon.S3;

namespace Streaming.S3.Reading;

/// <summary>An object as a seekable stream: only the ranges that are read are fetched. Not for several threads at once.</summary>
internal sealed class ObjectStream : Stream
{
    private readonly ObjectWindows _windows;
    private long _position;

    private ObjectStream(ObjectWindows windows) => _windows = windows;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _windows.Length;

    public override long Position { get => _position; set => Seek(value, SeekOrigin.Begin); }

    /// <summary>Opens an object; null where it is absent. One call is enough for a small object.</summary>
    public static async ValueTask<Stream?> OpenAsync(S3Objects objects, string key, CancellationToken abort)
    {
        try
        {
            var (reader, first) = await ObjectReader.BeginAsync(objects, key, abort);
            return first.Length == reader.Length ? new MemoryStream(first, writable: false) : new ObjectStream(new(reader, first));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // An empty object has no first byte.
            return new MemoryStream([], writable: false);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0 || _position >= Length)
        {
            return 0;
        }

        // Native readers have no other way than to wait here.
        var there = _windows.At(_position) is { Length: > 0 } at ? at : _windows.LoadAsync(_position, buffer.Length, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var some = Math.Min(buffer.Length, there.Length);
        there.Span[..some].CopyTo(buffer);
        _position += some;
        return some;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _position >= Length)
        {
            return 0;
        }

        var there = _windows.At(_position) is { Length: > 0 } at ? at : await _windows.LoadAsync(_position, buffer.Length, cancellationToken);
        var some = Math.Min(buffer.Length, there.Length);
        there[..some].CopyTo(buffer);
        _position += some;
        return some;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => Length });
        return _position = to >= 0 ? to : throw new IOException("A position before the beginning of an object.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _windows.Dispose();
        base.Dispose(disposing);
    }
}
