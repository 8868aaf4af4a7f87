using System.Runtime.CompilerServices;

namespace Streaming.Parquet.Reading;

/// <summary>Reads several splits at once, each into a short queue of its own, and gives their batches split after split: in the order in which one reader alone would.</summary>
/// <param name="splitsAtOnce">How many splits are read at once.</param>
/// <param name="memory">Told of the bytes that wait in the queues.</param>
internal sealed class ReadAhead(int splitsAtOnce, IMemoryAccount memory)
{
    // All queues together take a 32nd of the run's memory: enough to cover the gap when a split ends.
    private const int ShareOfMemory = 32;
    private const long LeastBytes = 1 << 20;
    private const long MostBytes = 8 << 20;

    private readonly long _bytesPerSplit = Math.Clamp(memory.Limit / ShareOfMemory / splitsAtOnce, LeastBytes, MostBytes);
    private readonly Lock _account = new();
    private long _held;

    /// <summary>Reads splits as they come; <paramref name="splits"/> are begun in order, and nobody waits for one to come while there are batches to give.</summary>
    public async IAsyncEnumerable<SourceBatch> RunAsync(IAsyncEnumerable<IAsyncEnumerable<CutBatch>> splits, [EnumeratorCancellation] CancellationToken abort)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var running = new Queue<(BatchQueue Batches, Task Work)>();
        var waiting = new WaitingSplits(splits, stop.Token);
        try
        {
            while (await FillAsync(running, waiting, stop.Token))
            {
                var (batches, work) = running.Peek();
                await foreach (var cut in batches.TakeAllAsync(abort))
                {
                    yield return cut.Batch;
                    Hold(-cut.Bytes);
                }

                await work;
                running.Dequeue();
                batches.Dispose();
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var (batches, work) in running)
            {
                await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                batches.Dispose();
            }

            await waiting.DisposeAsync();
            memory.Hold(0);
        }
    }

    private async ValueTask<bool> FillAsync(Queue<(BatchQueue, Task)> running, WaitingSplits waiting, CancellationToken stop)
    {
        while (running.Count < splitsAtOnce && await waiting.TakeAsync(canWait: running.Count == 0) is { } split)
        {
            var queue = new BatchQueue(_bytesPerSplit);
            running.Enqueue((queue, Task.Run(() => ReadAsync(split, queue, stop), CancellationToken.None)));
        }

        return running.Count > 0;
    }

    private async Task ReadAsync(IAsyncEnumerable<CutBatch> split, BatchQueue queue, CancellationToken stop)
    {
        try
        {
            await using var cuts = split.GetAsyncEnumerator(stop);
            while (await cuts.MoveNextAsync())
            {
                Hold(cuts.Current.Bytes);
                queue.Put(cuts.Current);
                await queue.RoomAsync(stop);
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            queue.Complete(e);
        }
    }

    // Under a lock: of two figures told at once the older one must not be the last word.
    private void Hold(long change)
    {
        lock (_account)
        {
            _held += change;
            memory.Hold(_held);
        }
    }
}
