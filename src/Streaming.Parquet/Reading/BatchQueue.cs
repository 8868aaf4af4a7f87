using System.Threading.Channels;

namespace Streaming.Parquet.Reading;

/// <summary>Batches of one split that wait for their turn, bounded by bytes: a single larger one may be alone. One writer, one reader.</summary>
internal sealed class BatchQueue(long maxBytes) : IDisposable
{
    private readonly Channel<CutBatch> _waiting = Channel.CreateUnbounded<CutBatch>(new() { SingleReader = true, SingleWriter = true });

    // Counts takings. The writer may find old ones, and then merely looks again.
    private readonly SemaphoreSlim _taken = new(0);
    private long _bytes;
    private long _last;

    /// <summary>Waits until there is room for another batch as large as the last one. Ask before reading it: a batch in hand takes memory as one in the queue does.</summary>
    public async ValueTask RoomAsync(CancellationToken stop)
    {
        while (Interlocked.Read(ref _bytes) is > 0 and var held && held + _last > maxBytes)
        {
            await _taken.WaitAsync(stop);
        }

        stop.ThrowIfCancellationRequested();
    }

    public void Put(CutBatch cut)
    {
        _last = cut.Bytes;
        Interlocked.Add(ref _bytes, cut.Bytes);
        _waiting.Writer.TryWrite(cut);
    }

    /// <summary>Ends the queue, with a fault or without.</summary>
    public void Complete(Exception? fault = null) => _waiting.Writer.Complete(fault);

    /// <summary>All batches. One counts until the next is asked for: who took it may wait with it for room further on.</summary>
    public async IAsyncEnumerable<CutBatch> TakeAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var cut in _waiting.Reader.ReadAllAsync(stop))
        {
            yield return cut;
            Interlocked.Add(ref _bytes, -cut.Bytes);
            _taken.Release();
        }
    }

    public void Dispose() => _taken.Dispose();
}
