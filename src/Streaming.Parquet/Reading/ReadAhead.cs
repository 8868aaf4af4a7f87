using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Streaming.Parquet.Reading;

/// <summary>Reads several splits at once, each into a short queue of its own, and gives their batches split after split: in the order in which one reader alone would.</summary>
/// <param name="splitsAtOnce">How many splits are read at once.</param>
/// <param name="memory">Told of the bytes that wait in the queues.</param>
internal sealed class ReadAhead(int splitsAtOnce, IMemoryAccount memory)
{
    // Deep enough to cover the gap when a split ends, shallow enough to hold little.
    private const int QueuedBatches = 4;

    private long _held;

    /// <summary>Reads all splits; <paramref name="splits"/> are begun in order.</summary>
    public async IAsyncEnumerable<SourceBatch> RunAsync(IEnumerable<IAsyncEnumerable<CutBatch>> splits, [EnumeratorCancellation] CancellationToken abort)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var running = new Queue<(ChannelReader<CutBatch> Batches, Task Work)>();
        try
        {
            using var waiting = splits.GetEnumerator();
            while (Fill(running, waiting, stop.Token))
            {
                await foreach (var cut in running.Peek().Batches.ReadAllAsync(abort))
                {
                    Hold(-cut.Bytes);
                    yield return cut.Batch;
                }

                await running.Dequeue().Work;
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var (_, work) in running)
            {
                await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            memory.Hold(0);
        }
    }

    private bool Fill(Queue<(ChannelReader<CutBatch>, Task)> running, IEnumerator<IAsyncEnumerable<CutBatch>> waiting, CancellationToken stop)
    {
        while (running.Count < splitsAtOnce && waiting.MoveNext())
        {
            var queue = Channel.CreateBounded<CutBatch>(new BoundedChannelOptions(QueuedBatches) { SingleReader = true, SingleWriter = true });
            var split = waiting.Current;
            running.Enqueue((queue.Reader, Task.Run(() => ReadAsync(split, queue.Writer, stop), CancellationToken.None)));
        }

        return running.Count > 0;
    }

    private async Task ReadAsync(IAsyncEnumerable<CutBatch> split, ChannelWriter<CutBatch> queue, CancellationToken stop)
    {
        try
        {
            await foreach (var cut in split.WithCancellation(stop))
            {
                Hold(cut.Bytes);
                await queue.WriteAsync(cut, stop);
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            queue.Complete(e);
        }
    }

    private void Hold(long change) => memory.Hold(Interlocked.Add(ref _held, change));
}
