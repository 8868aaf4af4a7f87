using System.Buffers;
using Amazon.S3.Model;

namespace Streaming.S3.Writing;

/// <summary>Gathers what is written into parts; while some go up, the next is filled. Takes three parts' memory at most, from a pool, and less than one for a small object.</summary>
/// <param name="put">Puts a part. The first is done before the second is begun.</param>
internal sealed class PartStream(Func<int, ReadOnlyMemory<byte>, CancellationToken, Task<PartETag>> put) : Stream
{
    /// <summary>The bytes of a part: 10,000 of them, the protocol's most, are 78 GiB.</summary>
    public const int PartBytes = 8 << 20;

    private const int MostParts = 10_000;
    private const int SmallestBuffer = 64 << 10;
    private const int PartsUnderWay = 2;

    private readonly List<PartETag> _done = [];
    private readonly Queue<Task<PartETag>> _underWay = new();
    private readonly CancellationTokenSource _stop = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    private int _filled;
    private int _parts;
    private long _length;
    private bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>What no part has taken yet.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(0, _filled);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Native writers have no other way than to wait here.
        while (Take(ref buffer))
        {
            PassOnAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (Take(ref buffer))
        {
            await PassOnAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Puts the last part, and waits for all.</summary>
    public async ValueTask<IReadOnlyList<PartETag>> FinishAsync(CancellationToken abort)
    {
        if (_filled > 0)
        {
            await PassOnAsync(abort);
        }

        while (_underWay.Count > 0)
        {
            await OldestAsync(abort);
        }

        return _done;
    }

    /// <summary>Stops what is under way, and waits until it has stopped.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        await _stop.CancelAsync();
        await ((Task)Task.WhenAll(_underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ArrayPool<byte>.Shared.Return(_buffer);
        _stop.Dispose();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool Take(ref ReadOnlyMemory<byte> from)
    {
        var rest = from.Span;
        var isFull = Take(ref rest);
        from = from[^rest.Length..];
        return isFull;
    }

    // True where a part is full and must be passed on before more is taken.
    private bool Take(ref ReadOnlySpan<byte> from)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (from.Length > 0)
        {
            if (_filled == PartBytes)
            {
                return true;
            }

            Grow(from.Length);
            var some = Math.Min(from.Length, Math.Min(_buffer.Length, PartBytes) - _filled);
            from[..some].CopyTo(_buffer.AsSpan(_filled));
            from = from[some..];
            _filled += some;
            _length += some;
        }

        return false;
    }

    private void Grow(int more)
    {
        if (_filled < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(PartBytes, Math.Max(2L * _buffer.Length, (long)_filled + more)));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private async ValueTask PassOnAsync(CancellationToken abort)
    {
        if (_parts == MostParts)
        {
            throw new IOException($"An object has {MostParts} parts of {PartBytes >> 20} MiB at most.");
        }

        while (_underWay.Count >= PartsUnderWay)
        {
            await OldestAsync(abort);
        }

        _underWay.Enqueue(PutAsync(++_parts, _buffer, _filled));
        _buffer = ArrayPool<byte>.Shared.Rent(_parts == 1 ? SmallestBuffer : PartBytes);
        _filled = 0;
        if (_parts == 1)
        {
            // It opens the upload: the others need its id.
            await OldestAsync(abort);
        }
    }

    private async Task<PartETag> PutAsync(int number, byte[] buffer, int filled)
    {
        try
        {
            return await put(number, buffer.AsMemory(0, filled), _stop.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // It stays in the queue until it is done: a caller that stops waiting has not stopped the part.
    private async ValueTask OldestAsync(CancellationToken abort)
    {
        _done.Add(await _underWay.Peek().WaitAsync(abort));
        _ = _underWay.Dequeue();
    }
}
