using System.Threading.Channels;

namespace Streaming.Parquet.Reading;

/// <summary>Batches of one split that wait for their turn, bounded by bytes: a single larger one is let in when it is alone. One writer, one reader.</summary>
internal sealed class BatchQueue(long maxBytes) : IDisposable
{
    private readonly Channel<CutBatch> _waiting = Channel.CreateUnbounded<CutBatch>(new() { SingleReader = true, SingleWriter = true });

    // Counts takings. The writer may find old ones, and then merely looks again.
    private readonly SemaphoreSlim _taken = new(0);
    private long _bytes;

    public async ValueTask PutAsync(CutBatch cut, CancellationToken stop)
    {
        while (Volatile.Read(ref _bytes) is > 0 and var waiting && waiting + cut.Bytes > maxBytes)
        {
            await _taken.WaitAsync(stop);
        }

        stop.ThrowIfCancellationRequested();
        Interlocked.Add(ref _bytes, cut.Bytes);
        _waiting.Writer.TryWrite(cut);
    }

    /// <summary>Ends the queue, with a fault or without.</summary>
    public void Complete(Exception? fault = null) => _waiting.Writer.Complete(fault);

    public async IAsyncEnumerable<CutBatch> TakeAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var cut in _waiting.Reader.ReadAllAsync(stop))
        {
            Interlocked.Add(ref _bytes, -cut.Bytes);
            _taken.Release();
            yield return cut;
        }
    }

    public void Dispose() => _taken.Dispose();
}
